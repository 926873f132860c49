import { GIB } from '../config/amounts';
import type { EnvironmentConfig } from '../config/schema/environment';
import { bytes } from '../config/units';
import type { Platform } from '../constructs/core/platform';
import { type ContainerLine, containersOf } from '../constructs/core/resource-table';
import type { CostLine } from './model';
import { computePrices, lineOf } from './prices';
import { countText, numberText, sizeText } from './text';

/** Which of the instances are counted, where their number varies. */
export type End = 'min' | 'max';

/** Containers that are alike, and how many of them there are. */
export interface CountedContainer extends ContainerLine {
  readonly count: number;
  /** What they are counted by, for people: `instance`, `node`. */
  readonly noun: string;
}

/** The nodes on which what runs once a node costs. */
function nodesOf({ cost: { billing }, target }: EnvironmentConfig): number {
  if (target.kind === 'docker') return 1;
  return billing.kind === 'machines' ? billing.count : billing.nodes;
}

/** Every container of a platform, charts' own too, as often as it is there. Pure. */
export function countedContainers(platform: Platform, end: End): readonly CountedContainer[] {
  const perNode = new Set(
    platform.releases.flatMap(({ delivers }) => delivers.flatMap(({ name, workload }) => (workload.kind === 'DaemonSet' ? name : []))),
  );
  const nodes = nodesOf(platform.config);
  return containersOf(platform).map((container) => {
    const isPerNode = perNode.has(container.name);
    return { ...container, count: container.instances[end] * (isPerNode ? nodes : 1), noun: isPerNode ? 'node' : 'instance' };
  });
}

/** What a container's processors and memory are counted by. */
const paid = ({ cost: { billing } }: EnvironmentConfig, { requests, limits }: ContainerLine) =>
  billing.kind === 'limits' ? { amount: limits, word: 'allowed at most' } : { amount: requests, word: 'reserved' };

/** Processors and memory of a container. Pure. */
export function computeLines(config: EnvironmentConfig, container: CountedContainer): readonly CostLine[] {
  const { amount, word } = paid(config, container);
  const { count, noun } = container;
  const price = computePrices(config);
  const times = countText(count, noun);
  return [
    ...lineOf({
      kind: 'cpu',
      quantity: count * amount.cpu,
      unit: 'vCPU',
      price: price.cpu,
      because: `${times} × ${numberText(amount.cpu)} vCPU ${word}`,
    }),
    ...lineOf({
      kind: 'memory',
      quantity: (count * amount.memory) / GIB,
      unit: 'GiB',
      price: price.memory,
      because: `${times} × ${sizeText(amount.memory)} ${word}`,
    }),
  ];
}

/** What machines have beyond what components reserve: it is paid for all the same. Pure. */
export function idleLines(config: EnvironmentConfig, lines: readonly CostLine[]): readonly CostLine[] {
  const { billing } = config.cost;
  if (billing.kind !== 'machines') return [];
  const { count, cpu, memory } = billing;
  const price = computePrices(config);
  const reserved = (kind: CostLine['kind']): number => lines.reduce((sum, line) => sum + (line.kind === kind ? line.quantity : 0), 0);
  const machines = (each: string): string => `${countText(count, 'machine')} of ${each}`;
  return [
    ...lineOf({
      kind: 'cpu',
      quantity: count * cpu - reserved('cpu'),
      unit: 'vCPU',
      price: price.cpu,
      because: `${machines(`${numberText(cpu)} vCPU`)}, less ${numberText(reserved('cpu'))} vCPU that components reserve`,
    }),
    ...lineOf({
      kind: 'memory',
      quantity: (count * bytes(memory)) / GIB - reserved('memory'),
      unit: 'GiB',
      price: price.memory,
      because: `${machines(`${numberText(bytes(memory) / GIB)} GiB`)}, less ${numberText(reserved('memory'))} GiB that components reserve`,
    }),
  ];
}
