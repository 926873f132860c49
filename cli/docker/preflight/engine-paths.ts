import { hostname } from 'node:os';
import { DEFAULT_ENGINE_PATHS } from '../../../constructs/targets/engine-paths';
import { type Finding, failed, ok } from '../../preflight/finding';
import { socketPath } from '../engine';

/** What the engine says of itself that matters here: https://docs.docker.com/reference/api/engine/#tag/System/operation/SystemInfo */
export interface EngineInfo {
  readonly Name: string;
  readonly DockerRootDir: string;
  readonly MemTotal: number;
}

/** The defaults of the stack's variables of the same names. */
const DEFAULTS = { TF_VAR_docker_data_root: DEFAULT_ENGINE_PATHS.dataRoot, TF_VAR_docker_socket: DEFAULT_ENGINE_PATHS.socket } as const;

/** Whether the engine runs on this machine itself: not in a virtual machine, as Docker Desktop's does, and not elsewhere. */
export const isLocal = (info: EngineInfo, address: string): boolean => info.Name === hostname() && socketPath(address) !== undefined;

/** The variables that tell the stack where this engine has its data and its socket: those that differ from the defaults and that nobody set. */
export function engineVariables(info: EngineInfo, address: string, environment: NodeJS.ProcessEnv): Readonly<Record<string, string>> {
  // Elsewhere the socket's path on this machine says nothing of its path on the engine's own.
  const socket = isLocal(info, address) ? socketPath(address) : undefined;
  const actual = { TF_VAR_docker_data_root: info.DockerRootDir, TF_VAR_docker_socket: socket ?? DEFAULTS.TF_VAR_docker_socket };
  return Object.fromEntries(
    Object.entries(actual).filter(([name, value]) => (environment[name] ?? '') === '' && value !== DEFAULTS[name as keyof typeof DEFAULTS]),
  );
}

/** Whether a data directory that the user named is the engine's. */
export function dataRootFinding({ DockerRootDir: actual }: EngineInfo, environment: NodeJS.ProcessEnv): Finding {
  const given = environment['TF_VAR_docker_data_root'] ?? '';
  return given === '' || given.replace(/(.)\/+$/, '$1') === actual
    ? ok('data root', `the engine keeps its data in ${actual}`)
    : failed(
        'data root',
        `TF_VAR_docker_data_root is ${given}, but the engine keeps its data in ${actual}`,
        `unset TF_VAR_docker_data_root, or export TF_VAR_docker_data_root=${actual}`,
      );
}
