import type Dockerode from 'dockerode';
import { bytes } from '../../config/units';
import type { ComponentPlan } from '../../constructs/core/component';
import { resourceName } from '../../constructs/core/naming';
import type { Platform } from '../../constructs/core/platform';
import { mebibyteText, table } from '../terminal/output';

/** How a component's container is. */
export interface ComponentStatus {
  readonly component: string;
  /** The engine's word: `running`, `restarting`, `exited`, …; `absent` when there is no container. */
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
  const container = engine.getContainer(resourceName(config, component.name));
  const ports = component.endpoints.flatMap(({ publishedPort }) => publishedPort ?? []);
  const known = { component: component.name, ports, memoryLimitBytes: bytes(component.resources.limits.memory) };
  try {
    const { State } = await container.inspect();
    const health = State.Health?.Status;
    return {
      ...known,
      state: State.Status,
      ...(health === undefined || health === 'none' ? {} : { health }),
      ...(State.Running && !State.Restarting ? { memoryBytes: memoryOf(await container.stats({ stream: false, 'one-shot': true })) } : {}),
    };
  } catch (error) {
    if (error instanceof Error && 'statusCode' in error && error.statusCode === 404) return { ...known, state: 'absent' };
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
