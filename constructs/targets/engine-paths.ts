/** Where the engine keeps its own data and its socket differ between machines; they are variables of the stack. */
export interface EnginePaths {
  readonly dataRoot: string;
  readonly socket: string;
}

/** Where a Docker engine has them unless told otherwise. */
export const DEFAULT_ENGINE_PATHS: EnginePaths = { dataRoot: '/var/lib/docker', socket: '/var/run/docker.sock' };
