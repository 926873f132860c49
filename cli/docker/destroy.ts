import { CommandError } from '../terminal/exit';
import { note } from '../terminal/output';
import type { Progress } from '../terminal/progress';
import { destroyWithTerraform } from '../terraform/destroy';
import type { Summary } from '../terraform/events';
import { guestsOf, guestsText, objectsOf, remainsOf, removeObjects, resume, stuckNetworkAdvice } from './leftovers';
import type { Session } from './session';
import { DeploymentRecord } from './unchanged';

/**
 * Removes an environment's containers and networks; data volumes stay.
 *
 * @param takeOver whether to remove what another folder deployed, too
 * @throws CommandError before anything is touched when containers of others are attached to its networks
 */
export async function destroy(session: Session, progress: Progress, takeOver: boolean): Promise<Summary> {
  const { engine, platform, stack } = session;
  return destroyWithTerraform(session, progress, async () => {
    const record = new DeploymentRecord(stack);
    const objects = await objectsOf(engine, platform);
    const { own, leftovers, recovery } = remainsOf(objects, stack, platform.config.name, record.cutOff, takeOver ? 'take-over' : 'destroy');
    const guests = await guestsOf(engine, own);
    if (guests.length > 0) throw new CommandError(guestsText(guests));
    await resume(engine, own);
    if (recovery !== undefined) note(recovery.restore());
    return {
      start: () => record.start(),
      end: () => record.end(),
      finish: async () => {
        await removeObjects(engine, leftovers);
        return leftovers.length;
      },
      advice: stuckNetworkAdvice,
    };
  });
}
