import type Dockerode from 'dockerode';
import { bytes } from '../../config/units';
import type { ComponentPlan } from '../../constructs/core/component';
import type { Platform } from '../../constructs/core/platform';
import { mebibyteText, table } from '../terminal/output';
import { isNotFound, ownContainer } from './containers';

/** How a component's container is. */
export interface ComponentStatus {
  readonly component: string;
  /** The engine's word: `running`, `restarting`, `exited`, …; `absent` when the environment has no such container. */
  readonly state: string;
  /** `healthy`, `unhealthy`, `starting`; absent for a container without a health check. */
  readonly health?: string;
  /** Ports on the host. */
  readonly ports: readonly number[];
  /** Memory in use, without what the kernel can take back; bytes. Absent when it does not run. */
  readonly memoryBytes?: number;
  readonly memoryLimitBytes: number;
}

/** Looks at every component's container. */
export const statusOf = (engine: Dockerode, platform: Platform): Promise<readonly ComponentStatus[]> =>
  Promise.all(platform.components.map((component) => componentStatus(engine, platform, component)));

async function componentStatus(engine: Dockerode, { config }: Platform, component: ComponentPlan): Promise<ComponentStatus> {
  const ports = component.endpoints.flatMap(({ publishedPort }) => publishedPort ?? []);
  const known = { component: component.name, ports, memoryLimitBytes: bytes(component.resources.limits.memory) };
  const container = await ownContainer(engine, config, component.name);
  if (container === undefined) return { ...known, state: 'absent' };
  const { Id, State } = container;
  const health = State.Health?.Status;
  try {
    const stats = State.Running && !State.Restarting ? await engine.getContainer(Id).stats({ stream: false, 'one-shot': true }) : undefined;
    return {
      ...known,
      state: State.Status,
      ...(health === undefined || health === 'none' ? {} : { health }),
      ...(stats === undefined ? {} : { memoryBytes: memoryOf(stats) }),
    };
  } catch (error) {
    // It was removed in between.
    if (isNotFound(error)) return { ...known, state: 'absent' };
    throw error;
  }
}

/**
 * Memory as `docker stats` counts it: usage without the inactive file cache, under control groups 2 and 1.
 *
 * @see https://docs.docker.com/reference/cli/docker/container/stats/
 */
export function memoryOf({ memory_stats: memory }: Pick<Dockerode.ContainerStats, 'memory_stats'>): number {
  const cache = Number(memory.stats?.inactive_file ?? memory.stats?.total_inactive_file ?? 0);
  const usage = memory.usage ?? 0;
  return cache < usage ? usage - cache : usage;
}

/** Whether a component does what it is there for. */
export const isWell = ({ state, health }: ComponentStatus): boolean => state === 'running' && health !== 'unhealthy';

/** The table for people. */
export function formatStatus(components: readonly ComponentStatus[]): string {
  return table([
    ['COMPONENT', 'STATE', 'HEALTH', 'PORTS', 'MEMORY'],
    ...components.map(({ component, state, health, ports, memoryBytes, memoryLimitBytes }) => [
      component,
      state,
      health ?? '-',
      ports.length === 0 ? '-' : ports.join(', '),
      memoryBytes === undefined
        ? '-'
        : `${mebibyteText(memoryBytes)} of ${mebibyteText(memoryLimitBytes)} (${Math.round((100 * memoryBytes) / memoryLimitBytes)} %)`,
    ]),
  ]);
}
