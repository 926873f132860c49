import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Something outside of the repository that tests need. */
export interface Need {
  /** What is not here, as it follows "without": `the program tempo`. Absent when it is here. */
  readonly missing?: string | undefined;
  /** Whether every lab has it, so that its absence there is a failure. */
  readonly inLab?: boolean;
}

/** Several needs as one: what is missing of them, all in all. */
export function allOf(...needs: readonly Need[]): Need {
  const lacking = needs.filter(({ missing }) => missing !== undefined);
  if (lacking.length === 0) return {};
  return { missing: lacking.map(({ missing }) => missing).join(' and '), inLab: lacking.some(({ inLab }) => inLab === true) };
}

/** Whether this machine says that it is a lab: that whatever a lab can build is here. */
const isLab = (): boolean => process.env['O11Y_LAB'] === '1';

/** The title of tests that are skipped. skipped.cjs reads out of it what is missing. */
const skippedTitle = (title: string, missing: string): string => `${title} [without ${missing}]`;

const absent = (missing: string) => (): void => {
  throw new Error(`O11Y_LAB=1 says that whatever a lab can build is here; this is not: ${missing}`);
};

/** Tests that need something. Without it they are skipped, visibly; where a lab has it and O11Y_LAB=1 says that this is one, they fail. */
export function describeWith({ missing, inLab = false }: Need, title: string, tests: () => void): void {
  if (missing === undefined) describe(title, tests);
  else if (inLab && isLab()) describe(title, () => it('has what it needs', absent(missing)));
  else describe.skip(skippedTitle(title, missing), tests);
}

/** One test that needs something, as {@link describeWith} has several. */
export function testWith({ missing, inLab = false }: Need, title: string, run: jest.ProvidesCallback, timeout?: number): void {
  if (missing === undefined) test(title, run, timeout);
  else if (inLab && isLab()) test(title, absent(missing));
  else test.skip(skippedTitle(title, missing), run, timeout);
}

/**
 * Products that a lab may lack, as program or as image: their modules are not served, or not taken because of their licence, and nobody may
 * be asked to have them. What is here all the same is used.
 */
const OPTIONAL: readonly string[] = ['grafana', 'loki', 'tempo', 'mimir', 'kube-state-metrics'];

/** Whether every lab has a product. */
export const isInLabs = (product: string): boolean => !OPTIONAL.includes(product);

/** A program on the PATH. */
export const programNeed = (program: string): Need => ({
  missing: isOnPath(program) ? undefined : `the program ${program}`,
  inLab: isInLabs(program),
});

const isOnPath = (program: string): boolean =>
  (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
