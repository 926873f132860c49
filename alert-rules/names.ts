import { ConfigError, type Problem } from '../config/errors';
import { nearest } from '../config/issues';
import type { EnvironmentConfig } from '../config/schema/environment';

/** `HighAICosts` as `high-ai-costs`, the name of its page. */
export const kebabCase = (name: string): string =>
  name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .toLowerCase();

/**
 * Refuses names of alerts that there are not.
 *
 * @param known every alert, also of components that are off
 * @throws ConfigError with all of them, each with the name that was perhaps meant
 */
export function checkNames({ name: environment, alerting: { rules } }: EnvironmentConfig, known: readonly string[]): void {
  const named = [
    ...rules.disable.map((value, index) => ({ path: `alerting.rules.disable[${index}]`, value })),
    ...rules.override.map(({ alert: value }, index) => ({ path: `alerting.rules.override[${index}].alert`, value })),
  ];
  const problems = named.flatMap(({ path, value }, index): readonly Problem[] => {
    const before = named.findIndex((other) => other.value === value);
    if (before !== index) return [{ environment, path, value, rule: `is named before, in ${named[before]?.path}: remove one` }];
    if (known.includes(value)) return [];
    const meant = nearest(value, known);
    return [
      {
        environment,
        path,
        value,
        rule: `is no alert: ${meant === undefined ? 'docs/runbooks has a page for each' : `did you mean "${meant}"?`}`,
      },
    ];
  });
  if (problems.length > 0) throw new ConfigError(problems);
}
