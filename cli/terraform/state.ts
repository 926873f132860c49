import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import { CannotDeployError } from '../terminal/exit';

/**
 * Terraform's state, format 4, as far as it is needed to tell a sound file from a damaged one.
 *
 * @see https://github.com/hashicorp/terraform/blob/v1.11.4/internal/states/statefile/version4.go
 */
const stateSchema = z.object({
  version: z.literal(4),
  serial: z.int().min(0),
  lineage: z.string().min(1),
  resources: z.array(
    z.object({
      type: z.string(),
      name: z.string(),
      instances: z.array(z.object({ attributes: z.looseObject({ id: z.string().nullish() }).nullish() })),
    }),
  ),
});

/** What Terraform knows to exist. */
export interface State {
  /** Ids of the containers and networks that it knows. */
  readonly ids: ReadonlySet<string>;
  /** Names of the values that it has generated: passwords, which volumes may have been set up with. */
  readonly generated: ReadonlySet<string>;
}

/** Terraform's own resource, of which generated values are made. */
export const GENERATED = 'terraform_data';

const OBJECTS: readonly string[] = ['docker_container', 'docker_network'];

/**
 * Reads the file of a state; one that does not exist yet is empty. Reads the file system.
 *
 * @throws CannotDeployError for a file that is not a whole state, with the way back to the last good one
 */
export function readState(file: string): State {
  const text = readIfExists(file);
  const backup = readIfExists(backupOf(file));
  if (text === undefined || (text.trim() === '' && backup === undefined)) return EMPTY;
  const problem = problemOf(text);
  if (problem !== undefined) throw damaged(file, problem);
  return parse(text);
}

/** How to go on after a run of Terraform that was killed while it wrote its state. */
export interface Recovery {
  /** The state from before that run. */
  readonly state: State;
  /** Puts it in place, and the damaged file beside it. Returns what was done, for people. */
  readonly restore: () => string;
}

/**
 * The way back from a state that a killed run left damaged: Terraform empties the file before it writes to it, and has copied
 * what was in it to the backup before. Undefined when the file is whole. Reads the file system.
 *
 * @throws CannotDeployError when the backup is damaged, too
 */
export function recoveryOf(file: string): Recovery | undefined {
  const text = readIfExists(file);
  const problem = text === undefined ? undefined : problemOf(text);
  if (text === undefined || problem === undefined) return undefined;
  const backup = readIfExists(backupOf(file));
  if (backup !== undefined && problemOf(backup) !== undefined) throw damaged(file, problem);
  return {
    state: backup === undefined ? EMPTY : parse(backup),
    restore: () => {
      renameSync(file, `${file}.damaged`);
      if (backup === undefined) return `${file} ${problem}: put aside as ${file}.damaged. There was none before.`;
      // By a rename, so that being killed here leaves no half of it.
      writeFileSync(`${file}.restored`, backup, { mode: 0o600 });
      renameSync(`${file}.restored`, file);
      return `${file} ${problem}: brought back ${backupOf(file)}, and put the damaged one aside as ${file}.damaged.`;
    },
  };
}

const EMPTY: State = { ids: new Set(), generated: new Set() };

function parse(text: string): State {
  const { resources } = stateSchema.parse(JSON.parse(text));
  const managed = resources.filter(({ type }) => OBJECTS.includes(type));
  return {
    ids: new Set(managed.flatMap(({ instances }) => instances.flatMap(({ attributes }) => attributes?.id ?? []))),
    generated: new Set(resources.flatMap(({ type, name, instances }) => (type === GENERATED && instances.length > 0 ? [name] : []))),
  };
}

/** What is wrong with the text of a state, as the rest of a sentence; undefined when it is sound. */
function problemOf(text: string): string | undefined {
  // Terraform takes an empty file for an empty state, and would make everything again beside what exists.
  if (text.trim() === '') return 'is empty';
  try {
    const result = stateSchema.safeParse(JSON.parse(text));
    if (result.success) return undefined;
    const [issue] = result.error.issues;
    return `is no Terraform state: ${issue?.path.join('.') || 'the file'} is missing or wrong`;
  } catch (error) {
    return `is no JSON: ${error instanceof Error ? error.message.replace(/\s+/g, ' ') : String(error)}`;
  }
}

/** Where Terraform keeps the state from before the last run. */
const backupOf = (file: string): string => `${file}.backup`;

function damaged(file: string, problem: string): CannotDeployError {
  const backup = readIfExists(backupOf(file));
  const sound = backup !== undefined && problemOf(backup) === undefined;
  const fix = sound
    ? [
        `The state from before the last deployment is in ${backupOf(file)}: bring it back, and deploy again, with`,
        `  cp ${backupOf(file)} ${file}`,
      ]
    : [
        `${backup === undefined ? `There is no ${backupOf(file)}` : `${backupOf(file)} is damaged as well`}: put the file aside, and let the containers be made again, with`,
        `  mv ${file} ${file}.damaged`,
        'and deploy with --take-over. Generated passwords are made again too; the ones in data volumes stay as they were.',
      ];
  return new CannotDeployError(
    [
      `${file} ${problem}. It was edited by hand, or a full disk cut it off. Nothing was touched, and the data in the volumes is safe.`,
      ...fix,
    ].join('\n'),
    `${file} is damaged`,
  );
}

function readIfExists(file: string): string | undefined {
  if (!existsSync(file)) return undefined;
  if (statSync(file).isDirectory())
    throw new CannotDeployError(`${file} is a folder, and the state is a file: move the folder away. Nothing was touched.`);
  return readFileSync(file, 'utf8');
}
