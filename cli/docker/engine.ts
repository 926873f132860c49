import { types } from 'node:util';
import Dockerode from 'dockerode';

/** How long an engine may take to answer: a local one takes milliseconds, and a host that is gone never answers. */
const PATIENCE_MS = 2_000;

/** How long a call may take (ms). Containers take a while to end; an engine that stands still never answers. */
const CALL_LIMIT_MS = 60_000;

/** The socket of a default installation. */
export const DEFAULT_ADDRESS = 'unix:///var/run/docker.sock';

/** Why no engine answered. */
export type Unreachable = 'absent' | 'forbidden' | 'stopped' | 'unreachable';

/** An engine that answered, or why none did. */
export type EngineAnswer =
  | { readonly engine: Dockerode; readonly apiVersion: string; readonly address: string }
  | { readonly engine: undefined; readonly reason: Unreachable; readonly address: string; readonly cause: string };

/** Where the engine is looked for: DOCKER_HOST, or the socket of a default installation. */
const engineAddress = (): string => process.env['DOCKER_HOST'] || DEFAULT_ADDRESS;

/** The Docker engine, or undefined when none answers within two seconds. DOCKER_HOST and its like say where it is. */
export async function connect(): Promise<Dockerode | undefined> {
  return (await callEngine()).engine;
}

/** The client takes a signal; its types do not know it. */
type Cancellable = Dockerode & { version(options: { readonly abortSignal: AbortSignal }): Promise<Dockerode.DockerVersion> };

/** Asks the engine for its version. Never throws. */
export async function callEngine(): Promise<EngineAnswer> {
  const address = engineAddress();
  // Aborted, not only abandoned: a connection that is still being made would keep the process alive for minutes.
  const abortSignal = AbortSignal.timeout(PATIENCE_MS);
  try {
    const engine = new Dockerode({ timeout: CALL_LIMIT_MS }) as Cancellable;
    const { ApiVersion: apiVersion } = await engine.version({ abortSignal });
    if (typeof apiVersion !== 'string') throw new Error('what answers is no Docker engine');
    return { engine, apiVersion, address };
  } catch (error) {
    const cause = abortSignal.aborted ? `no answer within ${PATIENCE_MS / 1_000} s` : messageOf(error);
    return { engine: undefined, reason: reasonOf(error, address), address, cause };
  }
}

/** The same engine for what goes on until it is closed: events, logs that are followed. */
export const unlimited = (): Dockerode => new Dockerode();

/** The path of the engine's socket, or undefined when it is reached over the network. */
export function socketPath(address: string = engineAddress()): string | undefined {
  return address.startsWith('unix://') ? address.slice('unix://'.length) : undefined;
}

function reasonOf(error: unknown, address: string): Unreachable {
  const code = types.isNativeError(error) && 'code' in error ? error.code : undefined;
  if (code === 'EACCES' || code === 'EPERM') return 'forbidden';
  if (socketPath(address) === undefined) return 'unreachable';
  return code === 'ENOENT' ? 'absent' : 'stopped';
}

function messageOf(error: unknown): string {
  if (!types.isNativeError(error)) return String(error);
  return 'statusCode' in error ? `what answers is no Docker engine: HTTP status ${error.statusCode}` : error.message;
}
