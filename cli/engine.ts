import Dockerode from 'dockerode';

/** How long an engine may take to answer: a local one takes milliseconds, and a host that is gone never answers. */
const PATIENCE_MS = 2_000;

/** Why no engine answered. */
export type Unreachable = 'absent' | 'forbidden' | 'stopped' | 'unreachable';

/** An engine that answered, or why none did. */
export type EngineAnswer =
  | { readonly engine: Dockerode; readonly apiVersion: string; readonly address: string }
  | { readonly engine: undefined; readonly reason: Unreachable; readonly address: string; readonly cause: string };

/** Where the engine is looked for: DOCKER_HOST, or the socket of a default installation. */
export const engineAddress = (): string => process.env['DOCKER_HOST'] || 'unix:///var/run/docker.sock';

/** The Docker engine, or undefined when none answers within two seconds. DOCKER_HOST and its like say where it is. */
export async function connect(): Promise<Dockerode | undefined> {
  return (await callEngine()).engine;
}

/** Asks the engine for its version. Never throws. */
export async function callEngine(): Promise<EngineAnswer> {
  const address = engineAddress();
  let engine: Dockerode;
  try {
    engine = new Dockerode();
  } catch (error) {
    return { engine: undefined, reason: 'unreachable', address, cause: messageOf(error) };
  }
  try {
    const { ApiVersion: apiVersion } = await withinPatience(engine.version());
    return { engine, apiVersion, address };
  } catch (error) {
    return { engine: undefined, reason: reasonOf(error, address), address, cause: messageOf(error) };
  }
}

/** The path of the engine's socket, or undefined when it is reached over the network. */
export function socketPath(address: string = engineAddress()): string | undefined {
  return address.startsWith('unix://') ? address.slice('unix://'.length) : undefined;
}

/** `version` takes no signal in the client's types: the answer that comes too late is ignored. */
async function withinPatience<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${PATIENCE_MS / 1_000} s`)), PATIENCE_MS);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

function reasonOf(error: unknown, address: string): Unreachable {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EACCES' || code === 'EPERM') return 'forbidden';
  if (socketPath(address) === undefined) return 'unreachable';
  return code === 'ENOENT' ? 'absent' : 'stopped';
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
