import { setTimeout as sleep } from 'node:timers/promises';
import { bytes } from '../../config/units';
import { imageName } from '../../config/versions';
import { resourceName } from '../../constructs/core/naming';
import { engine, removeContainer, startContainer } from '../support/e2e/engine';
import { createProject } from './deployment';
import { DEFAULTS_PREFIX, ENVIRONMENT, platform, requireEngine } from './platform';
import type { BenchOptions, Row, Section } from './rows';

const MEBIBYTE = 1024 * 1024;

/** Servers whose image starts without a configuration of one's own; what the platform adds to them is what this compares. */
const SERVERS: readonly string[] = [
  'prometheus',
  'alertmanager',
  'loki',
  'jaeger',
  'tempo',
  'otel-collector',
  'node-exporter',
  'cadvisor',
  'blackbox-exporter',
  'redis-exporter',
];

/** Memory of the idle platform, beside its servers with their default configurations and nothing to do. */
export const memory: Section = {
  name: 'memory',
  run: async ({ idleSeconds, progress }) => {
    await requireEngine();
    const project = await createProject();
    progress('deploying');
    await project.o11y(['deploy', ENVIRONMENT], 0);
    const defaults = await startDefaults();
    await idle(idleSeconds, progress);
    const own = await Promise.all(
      platform.components.map(async ({ name, resources }) => ({
        name,
        used: await workingSet(resourceName(platform.config, name)),
        limit: bytes(resources.limits.memory),
      })),
    );
    const beside = await runningDefaults(defaults);
    const total = own.reduce((sum, { used }) => sum + used, 0);
    await project.o11y(['destroy', ENVIRONMENT, '--yes'], 0);
    return [
      {
        measure: 'memory of the idle platform',
        value: total / MEBIBYTE,
        unit: 'MiB',
        beside: { what: 'default configurations', value: beside.reduce((sum, { used }) => sum + used, 0) / MEBIBYTE },
        target: { of: 'value', at: 'most', limit: 400 },
        note: `${own.length} containers after ${idleSeconds} s of scraping itself; beside: ${beside.map(({ name, used }) => `${name} ${(used / MEBIBYTE).toFixed(0)}`).join(', ')}`,
      },
      ...own.map(
        ({ name, used, limit }): Row => ({
          measure: `  ${name}`,
          value: used / MEBIBYTE,
          unit: 'MiB',
          beside: { what: 'its limit', value: limit / MEBIBYTE },
        }),
      ),
    ];
  },
};

/** Bytes that a container could not give back: its usage without cached files that are not in use, as `docker stats` counts. */
async function workingSet(container: string): Promise<number> {
  const { memory_stats: statistics } = await engine.getContainer(container).stats({ stream: false, 'one-shot': true });
  const details: Readonly<Record<string, number>> = { ...statistics.stats };
  // Control groups of version 1 count their descendants apart.
  const inactive = details['total_inactive_file'] ?? details['inactive_file'] ?? 0;
  return statistics.usage - inactive;
}

/** Starts each server as its image comes. */
async function startDefaults(): Promise<readonly { readonly name: string; readonly container: string }[]> {
  const servers = platform.components.filter(({ name, product }) => SERVERS.includes(product) && !name.endsWith('-agent'));
  const started = [];
  for (const { name, image } of servers) {
    const container = `${DEFAULTS_PREFIX}${name}`;
    await startContainer(container, { Image: imageName(image) });
    started.push({ name, container });
  }
  return started;
}

async function runningDefaults(defaults: Awaited<ReturnType<typeof startDefaults>>) {
  const measured = [];
  for (const { name, container } of defaults) {
    const { State } = await engine.getContainer(container).inspect();
    if (State.Running) measured.push({ name, used: await workingSet(container) });
    await removeContainer(container);
  }
  return measured;
}

async function idle(seconds: number, progress: BenchOptions['progress']): Promise<void> {
  const step = 60;
  for (let left = seconds; left > 0; left -= step) {
    progress(`idle for another ${left} s`);
    await sleep(Math.min(left, step) * 1_000);
  }
}
