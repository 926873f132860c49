import type Dockerode from 'dockerode';
import { resourceName } from '../../constructs/core/naming';
import { isOurs, type Owner } from '../../constructs/core/ownership';

/** A component's container as the engine has it; undefined when there is none of that name, or it is another environment's. */
export async function ownContainer(
  engine: Dockerode,
  owner: Owner,
  component: string,
): Promise<Dockerode.ContainerInspectInfo | undefined> {
  try {
    const container = await engine.getContainer(resourceName(owner, component)).inspect();
    return isOurs(owner, container.Config.Labels ?? {}) ? container : undefined;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** Whether the engine says that it has no such thing. */
export const isNotFound = (error: unknown): boolean => error instanceof Error && 'statusCode' in error && error.statusCode === 404;
