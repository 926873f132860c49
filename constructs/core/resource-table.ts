import { GIB, MIB } from '../../config/amounts';
import { bytes } from '../../config/units';
import type { ComponentPlan } from './component';
import type { Platform } from './platform';
import { parseQuantity } from './quantity';
import type { Release } from './release';

/** What an environment is meant to fit. */
export interface Budget {
  readonly cores: number;
  readonly gibibytes: number;
}

interface Amount {
  readonly cpu: number;
  readonly memory: number;
}

/** Containers that are alike. */
export interface ContainerLine {
  readonly name: string;
  /** Instances at least and at most. */
  readonly instances: { readonly min: number; readonly max: number };
  readonly requests: Amount;
  readonly limits: Amount;
  /** Of each instance, as the target writes it. */
  readonly volume?: string | undefined;
  /** Of a chart's own, beside the components. */
  readonly isHelper?: boolean;
}

const INTRODUCTION = `# Resources

Made from the configuration by \`npm run docs\`; edit \`config/environments\` and not this page.

A **request** is set aside for the container; a **limit** is what it may use when others leave it. A node has room for as many pods as their
requests allow, so that requests are what must fit, and limits what could be used all at once. What runs once a node (node exporter, log
collector) is counted for one node. Small containers that a chart adds are named in brackets.
`;

/** What every component of every environment takes, in Markdown. Pure. */
export const renderResourceTable = (environments: readonly { readonly platform: Platform; readonly budget: Budget }[]): string =>
  [INTRODUCTION, ...environments.map(({ platform, budget }) => section(platform, budget))].join('\n');

function section(platform: Platform, budget: Budget): string {
  const { name, target } = platform.config;
  const lines = containersOf(platform);
  const rows = lines.map(({ name: component, instances, requests, limits, volume, isHelper }) => [
    isHelper === true ? `(${component})` : component,
    instances.min === instances.max ? String(instances.min) : `${instances.min} to ${instances.max}`,
    cores(requests.cpu),
    mebibytes(requests.memory),
    cores(limits.cpu),
    mebibytes(limits.memory),
    volume ?? '',
  ]);
  const isScaled = lines.some(({ instances }) => instances.min !== instances.max);
  const totals = (['min', 'max'] as const).filter((end) => end === 'min' || isScaled).map((end) => totalRow(lines, end, isScaled));
  return `## ${name}: ${target.kind === 'docker' ? 'one Docker engine' : 'Kubernetes'}

| component | instances | CPU requested, each | memory requested, each | CPU limit, each | memory limit, each | volume, each |
| --- | ---: | ---: | ---: | ---: | ---: | ---: |
${[...rows, ...totals].map((cells) => `| ${cells.join(' | ')} |`).join('\n')}

${verdict(lines, budget)}
`;
}

/** Every container of a platform with what it takes, those that charts add as well. What runs once a node is counted once. Pure. */
export const containersOf = (platform: Platform): readonly ContainerLine[] =>
  platform.config.target.kind === 'docker'
    ? platform.components.map(dockerLine)
    : platform.releases.flatMap((release) => releaseLines(release, platform));

const dockerLine = ({ name, resources, storage }: ComponentPlan): ContainerLine => ({
  name,
  instances: { min: 1, max: 1 },
  requests: amount(resources.reservations),
  limits: amount(resources.limits),
  // A volume of the engine has no size: it takes what is written.
  volume: storage === undefined ? undefined : 'as needed',
});

const amount = ({ cpu, memory }: ComponentPlan['resources']['limits']): Amount => ({ cpu, memory: bytes(memory) });

function releaseLines(release: Release, { components }: Platform): readonly ContainerLine[] {
  const delivered = release.delivers.flatMap((component): readonly ContainerLine[] => {
    const plan = components.find(({ name }) => name === component.name);
    if (plan === undefined) return [];
    const { replicas } = component.workload;
    return [
      {
        name: plan.name,
        instances: replicas,
        requests: amount(plan.resources.reservations),
        limits: amount(plan.resources.limits),
        volume: component.volume,
      },
    ];
  });
  return [...delivered, ...helperLines(release, delivered)];
}

/** Containers that a chart has beside its components', read off its values: every `resources` that is no component's. */
function helperLines(release: Release, delivered: readonly ContainerLine[]): readonly ContainerLine[] {
  return requirementsIn(release.values, []).flatMap(({ path, requests, limits }): readonly ContainerLine[] => {
    const isComponents = delivered.some((line) => same(line.requests, requests) && same(line.limits, limits));
    if (isComponents) return [];
    return [{ name: `${release.name}: ${path.join('.')}`, instances: helperInstances(path, release), requests, limits, isHelper: true }];
  });
}

/** The operator adds what reloads a configuration to each of its pods; everything else is there once. */
function helperInstances(path: readonly string[], { delivers }: Release): ContainerLine['instances'] {
  if (!path.some((key) => /reloader/i.test(key))) return { min: 1, max: 1 };
  const pods = delivers.flatMap(({ workload }) =>
    workload.kind === 'Prometheus' || workload.kind === 'Alertmanager' ? [workload.replicas] : [],
  );
  return { min: sum(pods.map(({ min }) => min)), max: sum(pods.map(({ max }) => max)) };
}

interface Requirements {
  readonly path: readonly string[];
  readonly requests: Amount;
  readonly limits: Amount;
}

function requirementsIn(value: unknown, path: readonly string[]): readonly Requirements[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('requests' in value && 'limits' in value) {
    const requests = quantities(value.requests);
    const limits = quantities(value.limits);
    return requests === undefined || limits === undefined ? [] : [{ path: path.slice(0, -1), requests, limits }];
  }
  return Object.entries(value).flatMap(([key, child]) => requirementsIn(child, [...path, key]));
}

function quantities(value: unknown): Amount | undefined {
  if (typeof value !== 'object' || value === null || !('cpu' in value) || !('memory' in value)) return undefined;
  return { cpu: parseQuantity(String(value.cpu)), memory: parseQuantity(String(value.memory)) };
}

const same = (one: Amount, other: Amount): boolean => Math.abs(one.cpu - other.cpu) < 1e-6 && one.memory === other.memory;

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const total = (lines: readonly ContainerLine[], end: 'min' | 'max', of: (line: ContainerLine) => number): number =>
  sum(lines.map((line) => of(line) * line.instances[end]));

function totalRow(lines: readonly ContainerLine[], end: 'min' | 'max', isScaled: boolean): readonly string[] {
  const all = (of: (line: ContainerLine) => number): number => total(lines, end, of);
  const title = isScaled ? `**total, ${end === 'min' ? 'at least' : 'at most'}**` : '**total**';
  return [
    title,
    String(all(() => 1)),
    ...[cores(all(({ requests }) => requests.cpu)), mebibytes(all(({ requests }) => requests.memory))],
    ...[cores(all(({ limits }) => limits.cpu)), mebibytes(all(({ limits }) => limits.memory))],
    '',
  ];
}

/** How much of what there is that takes, and what it means when limits are more. */
function verdict(lines: readonly ContainerLine[], { cores: most, gibibytes }: Budget): string {
  const isScaled = lines.some(({ instances }) => instances.min !== instances.max);
  const share = (value: number, whole: number): string => `${Math.round((value / whole) * 100)} %`;
  const row = (title: string, end: 'min' | 'max', of: (line: ContainerLine) => Amount): string => {
    const cpu = total(lines, end, (line) => of(line).cpu);
    const memory = total(lines, end, (line) => of(line).memory);
    return `| ${title} | ${share(cpu, most)} | ${share(memory, gibibytes * GIB)} |`;
  };
  const rows = (['min', 'max'] as const)
    .filter((end) => end === 'min' || isScaled)
    .flatMap((end) => {
      const suffix = isScaled ? `, ${end === 'min' ? 'at least' : 'at most'}` : '';
      return [row(`requested${suffix}`, end, ({ requests }) => requests), row(`limits${suffix}`, end, ({ limits }) => limits)];
    });
  const table = `| of ${most} vCPU and ${gibibytes} GiB | CPU | memory |\n| --- | ---: | ---: |\n${rows.join('\n')}`;
  return [table, ...overcommitment(lines, most)].join('\n\n');
}

/** Processor time, unlike memory, can be promised twice: whoever is late waits, and nobody is killed. */
function overcommitment(lines: readonly ContainerLine[], most: number): readonly string[] {
  const end = total(lines, 'min', ({ limits }) => limits.cpu) > most ? 'min' : 'max';
  const all = total(lines, end, ({ limits }) => limits.cpu);
  if (all <= most) return [];
  const largest = Math.max(...lines.map(({ limits }) => limits.cpu));
  const names = lines.filter(({ limits }) => limits.cpu === largest).map(({ name }) => name);
  return [
    `CPU limits come to ${cores(all)} of ${most} cores${end === 'max' ? ' when all instances are there' : ''}, most of them of ${names.join(', ')} with ${cores(largest)} each: at its start and in a large query each may use what the others leave idle. When all want it at once, they share it in the proportion of their requests.`,
  ];
}

const cores = (value: number): string => String(Math.round(value * 1_000) / 1_000);
const mebibytes = (value: number): string => `${Math.ceil(value / MIB)} MiB`;
