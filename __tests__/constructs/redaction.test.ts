import { defineEnvironment } from '../../config/define';
import type { EnvironmentOverlay } from '../../config/schema/environment';
import { redactionPatterns } from '../../constructs/otel-collector/redaction';
import { fileOf, platformOf } from '../support/platform';
import { HARMLESS, SECRETS } from '../support/secrets';

/** What the collector would make of a text: none of the patterns in force is read in another way by JavaScript. */
function masked(text: string, redaction: EnvironmentOverlay['redaction'] = {}): string {
  const { values, allowed } = redactionPatterns(defineEnvironment('dev', { redaction }).redaction);
  if (allowed.some((pattern) => new RegExp(pattern).test(text))) return text;
  return values.reduce((rest, pattern) => rest.replaceAll(new RegExp(pattern, 'g'), '****'), text);
}

describe('the built-in patterns', () => {
  it.each(SECRETS)('mask in %s', (text, secret) => {
    expect(masked(text)).not.toContain(secret);
    expect(masked(text)).toContain('****');
  });

  it.each(HARMLESS)('leave %s as it is', (text) => {
    expect(masked(text)).toBe(text);
  });
});

describe('values that are allowed', () => {
  const allowedValues = ['order 4\\d{15}', 'ops@example\\.com'];

  it('stay when all of them matches, and not for a part', () => {
    expect(masked('order 4000123412341234', { allowedValues })).toBe('order 4000123412341234');
    expect(masked('ops@example.com', { allowedValues })).toBe('ops@example.com');
    expect(masked('order 4000123412341234 of ada@example.com', { allowedValues })).toBe('order **** of ****');
  });

  it('reach attributes, bodies, and names and messages of spans', () => {
    const text = fileOf(platformOf({ redaction: { allowedValues: ['ops@example\\.com'] } }), 'otel-collector');
    expect(text).toContain('allowed_values:');
    expect(text).toContain(String.raw`where not IsMatch(span.name, "^(?:ops@example\\.com)$$")`);
  });
});
