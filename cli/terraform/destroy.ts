import { CommandError } from '../terminal/exit';
import type { Progress } from '../terminal/progress';
import { showChanges } from './changes';
import { placeholders } from './destroy-variables';
import { diagnosticsText } from './diagnostics';
import type { Summary } from './events';
import { ensureInitialised } from './init';
import type { TerraformSession } from './session';
import { stoppable } from './stoppable';
import { destroy as terraformDestroy } from './terraform';

/** What a target does around Terraform's own work. */
export interface DestroySteps {
  /** Before Terraform is prepared. */
  readonly prepare?: () => void;
  /** Before it removes anything. */
  readonly start?: () => void;
  /** When its state is whole again, whether everything is gone or not. */
  readonly end?: () => void;
  /** Removes what Terraform does not know of, and says how much that was. */
  readonly finish: () => Promise<number>;
}

/** Removes what Terraform has made of an environment. @throws CommandError when it did not come to its end, with what to do */
export async function destroyWithTerraform(
  session: TerraformSession,
  progress: Progress,
  { prepare, start, end, finish }: DestroySteps,
): Promise<Summary> {
  const { platform, stack } = session;
  const { name } = platform.config;
  const variables = { ...placeholders(stack), ...session.terraform.variables };
  return stoppable({ ...session.terraform, variables }, async (terraform, interruption) => {
    prepare?.();
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
        throw new CommandError(`The environment could not be removed:\n${diagnosticsText(outcome)}`);
    }
  });
}
