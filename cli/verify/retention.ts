import type Dockerode from 'dockerode';
import { loadAll } from 'js-yaml';
import * as z from 'zod';
import { amountReader, MILLISECONDS } from '../../config/amounts';
import type { RetentionConfig } from '../../config/schema/retention';
import { bytes, milliseconds } from '../../config/units';
import { resourceName } from '../../constructs/core/naming';
import type { Platform } from '../../constructs/core/platform';
import { publishedPlaces } from '../docker/addresses';
import { ownContainer } from '../docker/containers';
import { type Place, placeOfSource } from '../target/places';
import { type Checks, Conclusive, poll, Skipped } from './check';
import { getJson, getText } from './http';

/** Gives the arguments that a component runs with. @throws Skipped when they cannot be had */
export type ArgumentsOf = (component: string) => Promise<readonly string[]>;

/** The arguments of a container, as the engine tells them. */
export const containerArguments =
  (engine: Dockerode | undefined, platform: Platform): ArgumentsOf =>
  async (component) => {
    if (engine === undefined) throw new Skipped('no Docker engine answers, and Alertmanager itself does not tell its flags');
    const container = await ownContainer(engine, platform.config, component);
    if (container === undefined) throw new Conclusive(`there is no container ${resourceName(platform.config, component)}: deploy it`);
    return container.Args;
  };

/** Starts a check of every retention that a running server can tell: what it does, not what its file says. */
export function checkRetention(
  checks: Checks,
  platform: Platform,
  deadline: number,
  argumentsOf: ArgumentsOf,
  places: readonly Place[] = publishedPlaces(platform),
): void {
  const { retention } = platform.config;
  const start = (what: string, run: () => Promise<string>): void =>
    checks.start('Retention', `retention of ${what}`, () => poll(deadline, run));
  const metrics = placeOfSource(places, ['prometheus']);
  if (metrics !== undefined) {
    start('metrics', async () => {
      const { data } = await getJson(`${metrics.url}/api/v1/status/runtimeinfo`, runtimeInfoSchema);
      return prometheusVerdict(data.storageRetention, retention.metrics);
    });
  }
  const logs = placeOfSource(places, ['loki']);
  if (logs !== undefined) start('logs', async () => lokiVerdict(await getText(`${logs.url}/config`), retention));
  const traces = placeOfSource(places, ['tempo']);
  if (traces !== undefined) start('traces', async () => tempoVerdict(await getText(`${traces.url}/status/config`), retention));
  const alerts = placeOfSource(places, ['alertmanager']);
  if (alerts !== undefined) {
    // Alertmanager's API tells its configuration, not its flags.
    start('alerts', async () => alertmanagerVerdict(await argumentsOf(alerts.component.name), retention));
  }
}

const runtimeInfoSchema = z.object({ data: z.object({ storageRetention: z.string() }) });

/** What Prometheus reports, such as `15d or 9GiB320MiB761KiB`, against what is configured. @throws Conclusive when they differ */
export function prometheusVerdict(reported: string, { time, size }: RetentionConfig['metrics']): string {
  const [actualTime = '', actualSize = ''] = reported.split(' or ');
  return agree([
    { what: 'time', actual: actualTime, actualValue: printedDuration(actualTime), expected: time, expectedValue: milliseconds(time) },
    // Prometheus reports whole kibibytes.
    {
      what: 'size',
      actual: actualSize,
      actualValue: kibibytes(printedSize(actualSize) ?? Number.NaN),
      expected: size,
      expectedValue: kibibytes(bytes(size)),
    },
  ]);
}

const lokiSchema = z.object({
  compactor: z.object({ retention_enabled: z.boolean() }),
  limits_config: z.object({
    retention_period: z.string(),
    retention_stream: z
      .array(z.object({ period: z.string(), selector: z.string() }))
      .nullish()
      .transform((streams) => streams ?? []),
  }),
});

/** Loki's running configuration against what is configured. @throws Conclusive when they differ */
export function lokiVerdict(configuration: string, { logs, alerts }: RetentionConfig): string {
  const { compactor, limits_config: limits } = parseYaml(configuration, lokiSchema);
  if (!compactor.retention_enabled) throw new Conclusive('nothing is ever deleted: compactor.retention_enabled is false');
  return agree([
    duration('total', limits.retention_period, logs.total),
    ...limits.retention_stream.map(({ selector, period }) => duration(selector, period, alerts)),
  ]);
}

const tempoSchema = z.object({ compactor: z.object({ compaction: z.object({ block_retention: z.string() }) }) });

/** Tempo's running configuration against what is configured. @throws Conclusive when they differ */
export const tempoVerdict = (configuration: string, { traces }: RetentionConfig): string =>
  agree([duration('time', parseYaml(configuration, tempoSchema).compactor.compaction.block_retention, traces)]);

/** The flags of the running Alertmanager against what is configured. @throws Conclusive when they differ */
export function alertmanagerVerdict(args: readonly string[], { alerts }: RetentionConfig): string {
  // The last of several applies; the default is the program's own.
  const flag = args.findLast((argument) => /^--?data\.retention=/.test(argument))?.replace(/^.*?=/, '') ?? '120h';
  return agree([duration('time', flag, alerts)]);
}

interface Comparison {
  readonly what: string;
  readonly actual: string;
  /** Undefined when it cannot be read. */
  readonly actualValue: number | undefined;
  readonly expected: string;
  readonly expectedValue: number;
}

const duration = (what: string, actual: string, expected: RetentionConfig['alerts']): Comparison => ({
  what,
  actual,
  actualValue: printedDuration(actual),
  expected,
  expectedValue: milliseconds(expected),
});

function agree(comparisons: readonly Comparison[]): string {
  const different = comparisons.filter(({ actualValue, expectedValue }) => actualValue !== expectedValue);
  if (different.length > 0) {
    throw new Conclusive(
      different.map(({ what, actual, expected }) => `${what} is ${actual || 'not set'} instead of ${expected}`).join('; '),
    );
  }
  return comparisons.map(({ what, expected }) => `${what} ${expected}`).join(', ');
}

/** A configuration as a server tells it. Tempo's is the last of two documents: the first repeats the request, as text. */
function parseYaml<T extends z.ZodType>(text: string, schema: T): z.output<T> {
  const parsed = schema.safeParse(loadAll(text).at(-1));
  if (!parsed.success) throw new Error(`the running configuration has another form: ${z.prettifyError(parsed.error).replace(/\s+/g, ' ')}`);
  return parsed.data;
}

const NUMBER = '\\d+(?:\\.\\d+)?';

/** Milliseconds of `15d`, `720h0m0s` or `1w2d`: durations as Go programs print them, and as Prometheus does, with days, weeks and years. */
export const printedDuration = amountReader({ units: { ...MILLISECONDS, y: 365 * MILLISECONDS.d }, number: NUMBER, several: true });

/** Bytes of `9GiB320MiB761KiB` or `512MB`: Prometheus counts in powers of 1024 whatever the spelling. */
export const printedSize = amountReader({
  units: Object.fromEntries(
    ['', 'K', 'M', 'G', 'T', 'P', 'E'].flatMap((prefix, power) => [`${prefix}B`, `${prefix}iB`].map((unit) => [unit, 1024 ** power])),
  ),
  number: NUMBER,
  several: true,
});

const kibibytes = (amount: number): number => Math.floor(amount / 1024);
