import { type Interruption, interruptible } from '../terminal/interrupt';
import { note } from '../terminal/output';
import { closeToOthers } from './private-files';
import type { TerraformSession } from './session';

/**
 * Does work with Terraform that changes an environment: while nobody else does, and so that it may be stopped. The first Ctrl-C lets Terraform
 * end what is under way, the next kills it.
 *
 * @param command what is done, for others who come meanwhile: `deploy`
 * @throws CannotDeployError when somebody else is at work
 */
export const alone = <S extends TerraformSession, T>(
  session: S,
  command: string,
  work: (own: S, interruption: Interruption) => Promise<T>,
): Promise<T> =>
  interruptible(
    () => note('\nStopping: Terraform ends what is under way and writes its state. Ctrl-C again kills it.'),
    (interruption) =>
      session.hold(command, interruption.stop, (held) => {
        closeToOthers(session.stack);
        const variables = { ...session.terraform.variables, ...held };
        return work({ ...session, terraform: { ...session.terraform, variables, interruption } }, interruption);
      }),
  );
