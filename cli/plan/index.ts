import { rmSync } from 'node:fs';
import type { Plan } from '../../plan/model';
import { CommandError } from '../terminal/exit';
import { interruptible } from '../terminal/interrupt';
import { note } from '../terminal/output';
import { createProgress } from '../terminal/progress';
import { temporaryFolder } from './base';
import { maskPlan, maskText } from './mask';
import { pairsOf } from './pairs';
import { type Comparison, resolveComparison } from './revisions';
import { baseSide, headSide, type SideResult } from './sides';

/**
 * Compares the project as it lies in the working directory with a revision of it: no state, provider, network or secret is used. Reads the
 * repository, starts the project's program; writes to the cache in node_modules and to a temporary folder, which it removes.
 *
 * @param names environments; none for all
 * @param base a git ref; by default where the branch left the main branch
 * @returns the plan, masked
 * @throws CommandError or ConfigError when nothing can be compared: their messages are masked too
 */
export async function comparePlan(names: readonly string[], base: string | undefined): Promise<Plan> {
  return interruptible(
    () => note('Stopping: nothing was changed'),
    async ({ stop }) => {
      const temporary = temporaryFolder();
      try {
        return await createProgress().phase('Comparing', () => compare(names, base, temporary, stop));
      } catch (error) {
        if (stop.aborted) throw new CommandError('Interrupted: nothing was changed.', 130);
        if (error instanceof CommandError) throw new CommandError(maskText(error.message), error.exitCode);
        throw error;
      } finally {
        rmSync(temporary, { recursive: true, force: true });
      }
    },
  );
}

async function compare(names: readonly string[], ref: string | undefined, temporary: string, stop: AbortSignal): Promise<Plan> {
  const failing = new AbortController();
  const either = AbortSignal.any([stop, failing.signal]);
  const making = Promise.all([headSide(temporary, either), import('../../plan')]);
  // It may fail before it is waited for, below.
  making.catch(() => {});
  const [comparison, before] = await resolveBase(ref, temporary, either).catch(async (error: unknown) => {
    failing.abort();
    // Its folder must stay until its program has ended.
    await making.catch(() => {});
    throw error;
  });
  const [after, { makePlan }] = await making;
  const { pairs, failed } = pairsOf({ revision: comparison.base, result: before }, { revision: comparison.head, result: after }, names);
  const notes = [...comparison.notes, ...before.notes];
  return maskPlan(makePlan({ base: comparison.base, head: comparison.head, pairs, failed, notes }), process.env);
}

async function resolveBase(ref: string | undefined, temporary: string, stop: AbortSignal): Promise<readonly [Comparison, SideResult]> {
  const comparison = await resolveComparison(ref);
  return [comparison, await baseSide(comparison, temporary, stop)];
}
