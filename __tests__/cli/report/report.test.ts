import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeReport } from '../../../cli/report';
import { renderPage } from '../../../cli/report/page';
import type { Section } from '../../../cli/report/section';
import { sections } from '../../../cli/report/sections';
import { ConfigError } from '../../../config/errors';
import type { Platform } from '../../../constructs/core/platform';
import { elements, plainText } from '../../support/markup';
import { dev, full, prod, render } from '../../support/report';

const PAYLOAD = `"'><script>alert(1)</script><img src=x onerror=alert(2)>\u0000`;

/** The same platform with an attack in every text that is not one of a few words or a number with a unit. */
function attacked(value: Platform): Platform {
  const free = [
    'platform',
    'cluster',
    'description',
    'name',
    'component',
    'from',
    'to',
    'endpoint',
    'purpose',
    'repository',
    'tag',
    'publishedAddress',
    'backend',
  ];
  const escapedIn = (text: string): string => JSON.stringify(text).slice(1, -1);
  return JSON.parse(
    JSON.stringify(value, (key, entry: unknown) => {
      if (key === 'data') return JSON.parse(JSON.stringify(entry).replaceAll('memory_limiter', escapedIn(`memory_limiter${PAYLOAD}`)));
      return typeof entry === 'string' && free.includes(key) ? `${entry}${PAYLOAD}` : entry;
    }),
  ) as Platform;
}

describe('the page', () => {
  let page: string;
  beforeAll(async () => {
    page = await renderPage([dev, full, prod], sections);
  });

  it('is well-formed, with unique ids that every link within the page finds', () => {
    const found = elements(page);
    const ids = found.flatMap(({ attributes }) => attributes['id'] ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    const targets = found.flatMap(({ attributes }) => (attributes['href']?.startsWith('#') === true ? [attributes['href'].slice(1)] : []));
    expect(targets).toHaveLength(3 + 3 * sections.length);
    expect(ids).toEqual(expect.arrayContaining(targets));
  });

  it('loads nothing: the only addresses are those that a reader may follow', () => {
    const found = elements(page);
    const loading = found.filter(
      ({ name, attributes }) => name !== 'a' && ['src', 'srcset', 'href', 'xlink:href', 'data', 'action'].some((key) => key in attributes),
    );
    expect(loading).toEqual([]);
    expect(page).not.toMatch(/url\(|@import|@font-face|<(?:link|iframe|object|embed|img|base)\b/i);
    const followed = found.flatMap(({ attributes }) => attributes['href'] ?? []).filter((href) => !href.startsWith('#'));
    expect(followed.length).toBeGreaterThan(0);
    for (const href of followed) expect(href).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
  });

  it('forbids everything but its own style sheet and script', () => {
    const policy = elements(page).find(({ attributes }) => attributes['http-equiv'] === 'Content-Security-Policy')?.attributes['content'];
    const hash = (element: string): string =>
      createHash('sha256')
        .update(new RegExp(`<${element}>([\\s\\S]*?)</${element}>`).exec(page)?.[1] ?? '')
        .digest('base64');
    expect(plainText(policy ?? '')).toBe(
      `default-src 'none'; style-src 'sha256-${hash('style')}'; script-src 'sha256-${hash('script')}'; base-uri 'none'; form-action 'none'`,
    );
    expect(
      elements(page).filter(({ attributes }) => Object.keys(attributes).some((key) => key === 'style' || key.startsWith('on'))),
    ).toEqual([]);
  });

  it('shows every environment without its script, too', () => {
    expect(page).not.toMatch(/<section[^>]*\bhidden\b/);
    for (const name of ['dev', 'full', 'prod']) expect(page).toContain(`<section id="${name}" aria-label="Environment ${name}">`);
  });

  it('names every drawing and table for those who do not see them', () => {
    const found = elements(page);
    const drawings = found.filter(({ name, attributes }) => name === 'svg' && attributes['aria-hidden'] !== 'true');
    expect(drawings.length).toBeGreaterThanOrEqual(9);
    const ids = found.flatMap(({ attributes }) => attributes['id'] ?? []);
    for (const { attributes } of drawings) {
      expect(attributes['role']).toBe('img');
      expect(ids).toEqual(expect.arrayContaining((attributes['aria-labelledby'] ?? 'nothing').split(' ')));
    }
    expect(found.filter(({ name }) => name === 'caption')).toHaveLength(found.filter(({ name }) => name === 'table').length);
  });

  it('is the same bytes for the same input', async () => {
    const copy = JSON.parse(JSON.stringify(dev)) as Platform;
    for (const { id } of sections) expect(await render(id, copy)).toBe(await render(id, dev));
    for (const { id } of sections) expect(page).toContain(await render(id, dev));
  });

  it('escapes whatever a configuration says', async () => {
    const hostile = await renderPage([attacked(full)], sections);
    const names = elements(hostile).map(({ name }) => name);
    expect(names.filter((name) => name === 'script')).toHaveLength(1);
    expect(names).not.toContain('img');
    expect(elements(hostile).filter(({ attributes }) => Object.keys(attributes).some((key) => key.startsWith('on')))).toEqual([]);
    expect(hostile).not.toContain('\u0000');
    // In a heading, in a drawing, in a table and in an attribute.
    const escaped = '&quot;&#39;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(2)&gt;\uFFFD';
    for (const context of [
      `<h1>Observability platform shop${escaped}`,
      `>prometheus${escaped}<`,
      `memory_limiter${escaped}`,
      `href="http://127.0.0.1${escaped}:9090/"`,
    ]) {
      expect(hostile).toContain(context);
    }
  });

  it('takes sections from elsewhere, and leaves out one that has nothing to show', async () => {
    const cost: Section = {
      id: 'cost',
      title: 'Cost',
      render: ({ config }) => (config.name === 'dev' ? undefined : sections[0]?.render(prod)),
    };
    const extended = await renderPage([dev, prod], [cost]);
    expect(extended).not.toContain('id="dev-cost"');
    expect(extended).toContain('<section id="prod-cost" aria-labelledby="prod-cost-heading">');
  });
});

describe('writeReport', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'o11y-report-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const small = (of: Platform): Platform => ({ ...of, components: of.components.slice(0, 2), edges: [] });
  const first = small(dev);
  const second = small(prod);
  const project = (): Parameters<typeof writeReport>[0] => ({ outdir: join(folder, 'out'), platforms: [first, second] });

  it('writes all environments into the output folder, and nothing else', async () => {
    expect(await writeReport(project(), [])).toBe(join(folder, 'out', 'report.html'));
    expect(readFileSync(join(folder, 'out', 'report.html'), 'utf8')).toBe(await renderPage([first, second], sections));
    expect(readdirSync(join(folder, 'out'))).toEqual(['report.html']);
  });

  it('writes those that are named, each once and in their order, where it is told to', async () => {
    const file = join(folder, 'elsewhere', 'platform.html');
    expect(await writeReport(project(), ['prod', 'dev', 'prod'], file)).toBe(file);
    expect(readFileSync(file, 'utf8')).toBe(await renderPage([second, first], sections));
  });

  it('replaces a report as a whole, and leaves nothing behind when it cannot', async () => {
    const file = await writeReport(project(), ['dev']);
    await writeReport(project(), ['prod']);
    expect(readFileSync(file, 'utf8')).toBe(await renderPage([second], sections));
    await expect(writeReport(project(), ['dev'], join(folder, 'out'))).rejects.toThrow('EISDIR');
    expect(readdirSync(folder)).toEqual(['out']);
  });

  it('refuses an environment that does not exist, before it writes', async () => {
    await expect(writeReport(project(), ['dev', 'test'])).rejects.toThrow(
      new ConfigError([{ path: 'environment', value: 'test', rule: 'must be one of dev, prod: each is a file in config/environments' }]),
    );
    expect(readdirSync(folder)).toEqual([]);
  });
});
