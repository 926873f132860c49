import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';

/** A step, as far as the tests read it. */
export interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, unknown>>;
}

export type Permissions = string | Readonly<Record<string, string>>;

export interface Job {
  readonly permissions?: Permissions;
  readonly uses?: string;
  readonly secrets?: unknown;
  readonly environment?: unknown;
  readonly concurrency?: { readonly group: string; readonly 'cancel-in-progress': boolean };
  readonly steps?: readonly Step[];
}

export interface Workflow {
  readonly file: string;
  readonly text: string;
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: Permissions;
  readonly jobs: Readonly<Record<string, Job>>;
}

const FOLDER = '.github/workflows';

/** Every workflow of this repository. Reads the file system. */
export const workflows = (): readonly Workflow[] =>
  readdirSync(FOLDER).map((name) => {
    const file = join(FOLDER, name);
    const text = readFileSync(file, 'utf8');
    return { ...(load(text) as Omit<Workflow, 'file' | 'text'>), file, text };
  });

export function workflow(name: string): Workflow {
  const found = workflows().find(({ file }) => file === join(FOLDER, `${name}.yml`));
  if (found === undefined) throw new Error(`there is no workflow ${name}`);
  return found;
}

/** The script of a step, by the name of the step. */
export function scriptOf({ jobs, file }: Workflow, name: string): string {
  const step = Object.values(jobs)
    .flatMap(({ steps = [] }) => steps)
    .find((candidate) => candidate.name === name);
  if (step?.run === undefined) throw new Error(`${file} has no step ${name} with a script`);
  return step.run;
}
