import { accessRules } from './rules/access';
import { alertingRules } from './rules/alerting';
import { flagRules } from './rules/flags';
import { nameRules } from './rules/names';
import type { Rule } from './rules/rule';
import { targetRules } from './rules/target';
import { volumeRules } from './rules/volumes';
import type { EnvironmentConfig } from './schema/environment';
import type { ResourcesConfig } from './schema/resources';
import { bytes, milliseconds } from './units';

/** A port on the host, and the key that sets it. */
export interface PublishedPort {
  readonly path: string;
  readonly port: number;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether the section of a component contributes: it is not switched off, and a trace store only when it is the chosen one. */
function isActive(config: EnvironmentConfig, section: string, value: Readonly<Record<string, unknown>>): boolean {
  if (section === 'tempo' || section === 'jaeger') return config.traces.backend === section;
  return value['enabled'] !== false;
}

/** Every port that the environment takes on its host, read off the sections' `port` and `ports` keys. */
export function publishedPorts(config: EnvironmentConfig): readonly PublishedPort[] {
  const sections: readonly (readonly [string, unknown])[] = Object.entries(config);
  return sections.flatMap(([section, value]) => {
    if (!isRecord(value) || !isActive(config, section, value)) return [];
    const named = isRecord(value['ports']) ? Object.entries(value['ports']) : [];
    return [[undefined, value['port']] as const, ...named].flatMap(([name, port]) =>
      typeof port === 'number' ? [{ path: name === undefined ? `${section}.port` : `${section}.ports.${name}`, port }] : [],
    );
  });
}

const portsAreDistinct: Rule = (config) => {
  if (config.target.kind !== 'docker') return [];
  const first = new Map<number, string>();
  return publishedPorts(config).flatMap(({ path, port }) => {
    const other = first.get(port);
    if (other !== undefined) return [{ path, value: port, rule: `must differ from ${other}: a port of the host can be taken once` }];
    first.set(port, path);
    return [];
  });
};

const isResources = (value: Readonly<Record<string, unknown>>): boolean => 'limits' in value && 'reservations' in value;

function resourcesIn(value: unknown, path: string): readonly (readonly [string, ResourcesConfig])[] {
  if (!isRecord(value)) return [];
  // The schema gives every object with these two keys this shape.
  if (isResources(value)) return [[path, value as unknown as ResourcesConfig]];
  return Object.entries(value).flatMap(([key, child]) => resourcesIn(child, path === '' ? key : `${path}.${key}`));
}

const reservationsFitLimits: Rule = (config) =>
  resourcesIn(config, '').flatMap(([path, { limits, reservations }]) => [
    ...(bytes(reservations.memory) > bytes(limits.memory)
      ? [
          {
            path: `${path}.reservations.memory`,
            value: reservations.memory,
            rule: `must be at most ${path}.limits.memory (${limits.memory})`,
          },
        ]
      : []),
    ...(reservations.cpu > limits.cpu
      ? [{ path: `${path}.reservations.cpu`, value: reservations.cpu, rule: `must be at most ${path}.limits.cpu (${limits.cpu})` }]
      : []),
  ]);

const scrapesEndInTime: Rule = ({ prometheus }) =>
  milliseconds(prometheus.scrapeTimeout) > milliseconds(prometheus.scrapeInterval)
    ? [
        {
          path: 'prometheus.scrapeTimeout',
          value: prometheus.scrapeTimeout,
          rule: `must be at most prometheus.scrapeInterval (${prometheus.scrapeInterval}): Prometheus refuses it otherwise`,
        },
      ]
    : [];

const hotLogsAreKept: Rule = ({ retention }) =>
  milliseconds(retention.logs.hot) > milliseconds(retention.logs.total)
    ? [{ path: 'retention.logs.hot', value: retention.logs.hot, rule: `must be at most retention.logs.total (${retention.logs.total})` }]
    : [];

const slowTracesEndBeforeTheDecision: Rule = ({ sampling: { traces } }) =>
  traces.ratio < 1 && traces.keepSlowerThan !== null && milliseconds(traces.decisionWait) <= milliseconds(traces.keepSlowerThan)
    ? [
        {
          path: 'sampling.traces.decisionWait',
          value: traces.decisionWait,
          rule: `must be longer than sampling.traces.keepSlowerThan (${traces.keepSlowerThan}): a slow trace would be decided about before it has shown to be slow`,
        },
      ]
    : [];

/** A collector without a single pipeline does not start. */
const collectorHasAStore: Rule = ({ otelCollector, prometheus, loki, traces }) =>
  otelCollector.enabled && !prometheus.enabled && !loki.enabled && traces.backend === 'none'
    ? [
        {
          path: 'otelCollector.enabled',
          value: true,
          rule: 'must be false when there is no store of metrics, logs or traces: switch it off, or one of them on',
        },
      ]
    : [];

/** All rules over several keys. */
export const rules: readonly Rule[] = [
  portsAreDistinct,
  reservationsFitLimits,
  scrapesEndInTime,
  hotLogsAreKept,
  slowTracesEndBeforeTheDecision,
  collectorHasAStore,
  ...alertingRules,
  ...targetRules,
  ...volumeRules,
  ...accessRules,
  ...flagRules,
  ...nameRules,
];
