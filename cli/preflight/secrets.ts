import type { Platform } from '../../constructs/core/platform';
import { type Finding, failed, ok } from './finding';

/** Whether every secret that a component is given from outside has a value. */
export function secretFindings({ components }: Platform, environment: NodeJS.ProcessEnv = process.env): readonly Finding[] {
  const users = new Map<string, string[]>();
  for (const { name: component, secretFiles } of components) {
    for (const { source } of secretFiles) {
      if (source.kind === 'given') users.set(source.name, [...(users.get(source.name) ?? []), component]);
    }
  }
  return [...users].map(([name, components_]) => {
    const variable = `TF_VAR_${name}`;
    return (environment[variable] ?? '') === ''
      ? failed(`secret ${name}`, `${variable} is not set: ${components_.join(', ')} needs it`, `export ${variable}=<its value>`)
      : ok(`secret ${name}`, `${variable} is set`);
  });
}
