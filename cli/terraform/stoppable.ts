import { type Interruption, interruptible } from '../terminal/interrupt';
import { note } from '../terminal/output';
import type { Terraform } from './terraform';

/** Does work with Terraform that may be stopped: the first Ctrl-C lets it end what is under way, the next kills it. */
export const stoppable = <T>(terraform: Terraform, work: (terraform: Terraform, interruption: Interruption) => Promise<T>): Promise<T> =>
  interruptible(
    () => note('\nStopping: Terraform ends what is under way and writes its state. Ctrl-C again kills it.'),
    (interruption) => work({ ...terraform, interruption }, interruption),
  );
