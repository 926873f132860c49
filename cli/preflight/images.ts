import type Dockerode from 'dockerode';
import { type Finding, failed, ok } from './finding';

/** How long a registry may take to say whether it has an image. */
const REGISTRY_PATIENCE_MS = 5_000;

/** Whether every image is here or can be pulled. Asks the engine, and through it the registries of those that are not here. */
export async function imageFindings(engine: Dockerode, images: readonly string[]): Promise<readonly Finding[]> {
  const missing = (await Promise.all(images.map((image) => imageFinding(engine, image)))).filter((finding) => finding !== undefined);
  return missing.length > 0 ? missing : [ok('images', `all ${images.length} images are here or can be pulled`)];
}

async function imageFinding(engine: Dockerode, image: string): Promise<Finding | undefined> {
  const reference = engine.getImage(image);
  try {
    await reference.inspect();
    return undefined;
  } catch {
    // Not here: the registry knows whether it can be.
  }
  try {
    await reference.distribution({ abortSignal: AbortSignal.timeout(REGISTRY_PATIENCE_MS) });
    return undefined;
  } catch (error) {
    return failed(`image ${image}`, `${image} is not here and cannot be pulled: ${registryMessage(error)}`, `docker pull ${image}`);
  }
}

/** What the engine said that the registry said, without the client's own words around it. */
export function registryMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'AbortError' || error.name === 'TimeoutError')
    return `its registry did not answer within ${REGISTRY_PATIENCE_MS / 1_000} s`;
  const body = 'json' in error && typeof error.json === 'object' && error.json !== null ? Reflect.get(error.json, 'message') : undefined;
  return typeof body === 'string' ? body : error.message.replace(/^\(HTTP code \d+\)\s*/, '').trim();
}
