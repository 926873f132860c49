import { types } from 'node:util';
import type Dockerode from 'dockerode';
import { type Finding, failed, ok, warning } from '../../preflight/finding';

/** How long a registry may take to say whether it has an image. */
const REGISTRY_PATIENCE_MS = 5_000;

/** Whether every image is here or can be pulled. Asks the engine, and through it the registries of those that are not here. */
export async function imageFindings(engine: Dockerode, images: readonly string[]): Promise<readonly Finding[]> {
  const missing = (await Promise.all(images.map((image) => imageFinding(engine, image)))).filter((finding) => finding !== undefined);
  return missing.length > 0 ? missing : [ok('images', `all ${images.length} images are here or can be pulled`)];
}

async function imageFinding(engine: Dockerode, image: string): Promise<Finding | undefined> {
  try {
    await engine.getImage(image).inspect();
    return undefined;
  } catch {
    // Not here: the registry knows whether it can be.
  }
  const fix = `docker pull ${image}`;
  const signal = AbortSignal.timeout(REGISTRY_PATIENCE_MS);
  try {
    await askRegistry(engine, image, signal);
    return undefined;
  } catch (error) {
    return signal.aborted
      ? warning(
          `image ${image}`,
          `${image} is not here, and its registry did not say within ${REGISTRY_PATIENCE_MS / 1_000} s whether it has it`,
          fix,
        )
      : failed(`image ${image}`, `${image} is not here and cannot be pulled: ${registryMessage(error)}`, fix);
  }
}

/**
 * By the client's transport: its own `distribution` cannot be given up, and an engine may ask a silent registry for minutes.
 * https://docs.docker.com/reference/api/engine/#tag/Distribution
 */
function askRegistry({ modem }: Dockerode, image: string, abortSignal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    modem.dial({ path: `/distribution/${image}/json`, method: 'GET', statusCodes: { 200: true }, abortSignal }, (error) =>
      error === null ? resolve() : reject(error),
    );
  });
}

/** What the engine said that the registry said, without the client's own words around it. */
function registryMessage(error: unknown): string {
  if (!types.isNativeError(error)) return String(error);
  const body = 'json' in error && typeof error.json === 'object' && error.json !== null ? Reflect.get(error.json, 'message') : undefined;
  return typeof body === 'string' ? body : error.message.replace(/^\(HTTP code \d+\)\s*/, '').trim();
}
