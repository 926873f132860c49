import { CannotDeployError, CommandError } from '../terminal/exit';
import type { Progress } from '../terminal/progress';
import { showChanges } from './changes';
import type { Summary } from './events';
import { type ReviewedPlan, stalePlanText } from './saved-plan';
import { apply, type Outcome, type Run, type Terraform } from './terraform';

/** What Terraform is to make, and what is told of it. */
export interface Application {
  /** A saved plan to apply; what the stack describes when there is none. */
  readonly reviewed: ReviewedPlan | undefined;
  /** Type of the resources that are named when they fail: `docker_container`. */
  readonly type: string;
  /** Called when Terraform has been started. */
  readonly onStart?: (run: Run) => void;
}

/** How that ended. */
export interface Applied {
  readonly outcome: Outcome;
  readonly changes: Summary;
  /** Names of the resources that failed. */
  readonly failed: readonly string[];
}

/** Has Terraform make what a stack describes, or what a reviewed plan says, and shows it. Starts a process. */
export async function applyWithTerraform(
  terraform: Terraform,
  progress: Progress,
  { reviewed, type, onStart }: Application,
): Promise<Applied> {
  const failed: string[] = [];
  let changes: Summary = { add: 0, change: 0, remove: 0 };
  const outcome = await showChanges(progress, reviewed === undefined ? 'Planning' : `Applying ${reviewed.name}`, (show) => {
    const run = apply(
      terraform,
      (event) => {
        show(event);
        if (event.kind === 'summary') changes = event.changes;
        if (event.kind === 'errored' && event.resource.type === type) failed.push(event.resource.name);
      },
      reviewed?.file,
    );
    onStart?.(run);
    return run.outcome;
  });
  return { outcome, changes, failed };
}

/** The error when Terraform refuses a reviewed plan; undefined when it ended in another way. */
export function staleError(
  reviewed: ReviewedPlan | undefined,
  environment: string,
  { diagnostics }: Pick<Outcome, 'diagnostics'>,
): CannotDeployError | undefined {
  const text = stalePlanText(reviewed, environment, diagnostics);
  return text === undefined ? undefined : new CannotDeployError(text);
}

/** The error when somebody stops a deployment while nothing is under way. */
export const interruptedError = (environment: string): CommandError =>
  new CommandError(
    `Interrupted. Terraform has written its state: npx o11y deploy ${environment} goes on from here, npx o11y destroy ${environment} removes what there is.`,
    130,
  );

/**
 * The error when Terraform was stopped; undefined when it came to an end by itself.
 *
 * @param afterKill what one that was killed may have left, and what to do about it
 */
export function stoppedError(
  environment: string,
  { kind }: Pick<Outcome, 'kind'>,
  { interruption }: Pick<Terraform, 'interruption'>,
  afterKill: string,
): CommandError | undefined {
  switch (kind) {
    case 'interrupted':
      return interruptedError(environment);
    case 'killed':
      return new CommandError(
        `Terraform was killed before it could write down everything that it had made.\n${afterKill}`,
        interruption?.kill.aborted === true ? 130 : 1,
      );
    case 'done':
    case 'failed':
      return undefined;
  }
}

/** What could not be deployed: the beginning of what is said of a failure. */
export const failedText = (failed: readonly string[]): string =>
  failed.length === 0 ? 'The deployment failed:' : `${failed.join(', ')} could not be deployed:`;
