import { type Colours, coloursFor, print } from '../terminal/output';
import type { Checks, Group, Result } from './check';
import { showProgress } from './progress';

const GROUPS: readonly Group[] = ['Components', 'Scrape targets', 'Telemetry', 'Data sources', 'Retention'];

const MARKS = { passed: '✔', failed: '✘', skipped: '–' } as const;
const COLOURS = { passed: 'green', failed: 'red', skipped: 'dim' } as const;

/** Waits for checks and prints how they ended; true when nothing failed. */
export async function conclude(checks: Checks, environment: string, json: boolean): Promise<boolean> {
  const hideProgress = showProgress(checks, process.stderr);
  const results = await checks.results().finally(hideProgress);
  print(json ? toJson(environment, results) : toTable(environment, results, coloursFor(process.stdout)));
  return allPassed(results);
}

/** Whether everything that could be checked is good. */
export const allPassed = (results: readonly Result[]): boolean => results.every(({ status }) => status !== 'failed');

/** The result for machines. */
export const toJson = (environment: string, results: readonly Result[]): string =>
  JSON.stringify(
    {
      environment,
      passed: allPassed(results),
      checks: results.map(({ name, status, detail, durationMs }) => ({ name, status, detail, durationMs })),
    },
    null,
    2,
  );

/** The result for people: a table with a part for each group. */
export function toTable(environment: string, results: readonly Result[], colours: Colours): string {
  const width = Math.max(0, ...results.map(({ name }) => name.length));
  const parts = GROUPS.flatMap((group) => {
    const rows = results.filter((result) => result.group === group);
    if (rows.length === 0) return [];
    const lines = rows.map(
      ({ name, status, detail, durationMs }) =>
        `  ${colours[COLOURS[status]](MARKS[status])} ${name.padEnd(width)}  ${formatDuration(durationMs).padStart(7)}  ${detail}`,
    );
    return [`${colours.bold(group)}\n${lines.join('\n')}`];
  });
  return [...parts, summary(environment, results, colours)].join('\n\n');
}

function summary(environment: string, results: readonly Result[], colours: Colours): string {
  const count = (status: Result['status']): number => results.filter((result) => result.status === status).length;
  const skipped = count('skipped') === 0 ? '' : `, ${count('skipped')} could not be made`;
  const failed = count('failed');
  return failed === 0
    ? colours.green(`${environment}: all ${count('passed')} checks passed${skipped}`)
    : colours.red(`${environment}: ${failed} of ${results.length} checks failed${skipped}`);
}

const formatDuration = (milliseconds: number): string =>
  milliseconds < 1_000 ? `${milliseconds} ms` : `${(milliseconds / 1_000).toFixed(1)} s`;
