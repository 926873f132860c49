import type Dockerode from 'dockerode';
import { CommandError } from '../terminal/exit';

/** Deletes volumes, all that can be deleted. @throws CommandError that names those in use */
export async function removeVolumes(engine: Dockerode, names: readonly string[]): Promise<void> {
  const results = await Promise.allSettled(names.map((name) => engine.getVolume(name).remove()));
  const kept = names.filter((_, index) => results[index]?.status === 'rejected');
  if (kept.length === 0) return;
  const [first] = kept;
  throw new CommandError(
    `in use, and not deleted: ${kept.join(', ')}. docker ps -a --filter volume=${first} names the container that uses it; remove it and run the command again.`,
  );
}
