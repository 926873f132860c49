import { CommandError } from '../terminal/exit';
import type { Progress } from '../terminal/progress';
import { alone } from './alone';
import { showChanges } from './changes';
import { placeholders } from './destroy-variables';
import { diagnosticsText } from './diagnostics';
import type { Summary } from './events';
import { ensureInitialised } from './init';
import type { TerraformSession } from './session';
import { destroy as terraformDestroy } from './terraform';

/** What a target does around Terraform's own work. */
export interface DestroySteps {
  /** Before it removes anything. */
  readonly start?: () => void;
  /** When its state is whole again, whether everything is gone or not. */
  readonly end?: () => void;
  /** Removes what Terraform does not know of, and says how much that was. */
  readonly finish: () => Promise<number>;
  /** What to say beside the reasons why something could not be removed. */
  readonly advice?: (reasons: string) => readonly string[];
}

/**
 * Removes what Terraform has made of an environment.
 *
 * @param prepare looks at what there is, while nobody else changes it any more
 * @throws CommandError when it did not come to its end, with what to do
 */
export async function destroyWithTerraform<S extends TerraformSession>(
  session: S,
  progress: Progress,
  prepare: (session: S) => Promise<DestroySteps>,
): Promise<Summary> {
  const { platform, stack } = session;
  const { name } = platform.config;
  return alone(session, 'destroy', async (own, interruption) => {
    const { start, end, finish, advice } = await prepare(own);
    const terraform = { ...own.terraform, variables: { ...placeholders(stack), ...own.terraform.variables } };
    await progress.phase('Preparing Terraform', () => ensureInitialised(terraform, stack));
    if (interruption.stop.aborted) throw new CommandError('Interrupted before anything was removed.', 130);
    start?.();
    let changes: Summary = { add: 0, change: 0, remove: 0 };
    const outcome = await showChanges(
      progress,
      'Planning',
      (show) =>
        terraformDestroy(terraform, (event) => {
          show(event);
          if (event.kind === 'summary') changes = event.changes;
        }).outcome,
    );
    switch (outcome.kind) {
      case 'done': {
        const others = await finish();
        end?.();
        return { ...changes, remove: changes.remove + others };
      }
      case 'killed':
        throw new CommandError(`Terraform was killed: npx o11y destroy ${name} goes on from here.`);
      case 'interrupted':
        end?.();
        throw new CommandError(`Interrupted. Terraform has written its state: npx o11y destroy ${name} goes on from here.`, 130);
      case 'failed':
        end?.();
        throw new CommandError(failedText(diagnosticsText(outcome), advice));
    }
  });
}

const failedText = (reasons: string, advice: DestroySteps['advice']): string =>
  ['The environment could not be removed:', reasons, ...(advice?.(reasons) ?? [])].join('\n');
