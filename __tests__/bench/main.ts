import { loadavg } from 'node:os';
import { Command, InvalidArgumentError } from 'commander';
import { cleanUp } from './cleanup';
import { collector } from './collector';
import { deployment } from './deployment';
import { memory } from './memory';
import { plan } from './plan';
import { NotMeasurable, type Row, type Section } from './rows';
import { synthesis } from './synthesis';
import { formatTable, rowsAsData } from './table';

/*
 * Measures the targets that the platform is held to, beside what they are compared with, in one run on one machine. Numbers
 * of different runs say little about each other.
 */

const SECTIONS: readonly Section[] = [synthesis, plan, deployment, memory, collector];

interface Options {
  readonly only: readonly Section[];
  readonly idle: number;
  readonly json: boolean;
}

const say = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

const { only, idle, json } = new Command('bench')
  .description('measures the platform beside what it is compared with; exits with 1 only when the benchmark itself fails')
  .option('--only <sections>', `some of ${SECTIONS.map(({ name }) => name).join(', ')}`, sectionsOf, SECTIONS)
  .option('--idle <seconds>', 'how long the platform runs before its memory is read', seconds, 300)
  .option('--json', 'print the rows as JSON', false)
  .addHelpText(
    'after',
    `
Examples:
  npm run bench
  npm run bench -- --only synth,collector
  npm run bench -- --only memory --idle 60 --json | jq '.rows[] | select(.met == false)'
`,
  )
  .parse()
  .opts<Options>();

process.once('SIGINT', () => {
  say('\nRemoving what the benchmark started');
  void cleanUp().finally(() => process.exit(130));
});

const load = loadavg()[0] ?? 0;
const rows: Row[] = [];
for (const section of only) {
  say(`${section.name}:`);
  rows.push(...(await run(section)));
}
if (json) console.log(JSON.stringify({ load, rows: rowsAsData(rows) }, undefined, 2));
else console.log(`\n${formatTable(rows)}\n\nLoad of the machine at the start: ${load.toFixed(1)}.`);

/** A section's rows. One that cannot run here says why; one that breaks leaves the others their turn. */
async function run({ name, run: measure }: Section): Promise<readonly Row[]> {
  try {
    return await measure({ idleSeconds: idle, progress: (text) => say(`  ${text}`) });
  } catch (error) {
    if (error instanceof NotMeasurable) return [{ measure: name, reason: error.message }];
    process.exitCode = 1;
    say(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return [{ measure: name, reason: 'the benchmark failed: see above' }];
  } finally {
    await cleanUp();
  }
}

function sectionsOf(text: string): readonly Section[] {
  return text.split(',').map((name) => {
    const section = SECTIONS.find((candidate) => candidate.name === name.trim());
    if (section === undefined) throw new InvalidArgumentError(`${name} is none of ${SECTIONS.map((known) => known.name).join(', ')}`);
    return section;
  });
}

function seconds(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0) return value;
  throw new InvalidArgumentError('must be a whole number of seconds, such as 300');
}
