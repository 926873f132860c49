import { GIB } from '../config/amounts';
import type { EnvironmentConfig } from '../config/schema/environment';
import { expectedLoad } from '../config/sizing';
import { bytes } from '../config/units';
import type { Platform } from '../constructs/core/platform';
import { computeLines, countedContainers, type End, idleLines } from './compute';
import type { ComponentCost, CostEstimate, CostLine } from './model';
import { lineOf, pricesOf, SECONDS_PER_MONTH, sumOf } from './prices';
import { bucketRequestLines, diskLines, storageLines } from './storage';
import { countText, numberText, sizeText } from './text';

/**
 * What an environment costs a month, by the prices, the billing and the load of its own configuration (`cost`, `capacity`). What is off
 * costs nothing. Not counted: the control plane of a cluster, traffic between zones, backups, and the work of people. Pure.
 */
export function estimate(platform: Platform): CostEstimate {
  const least = linesAt(platform, 'min');
  const most = linesAt(platform, 'max');
  return { ...least, total: totalOf(least), most: totalOf(most) };
}

type Lines = Pick<CostEstimate, 'components' | 'other'>;

const totalOf = ({ components, other }: Lines): number => components.reduce((sum, { total }) => sum + total, 0) + sumOf(other);

function linesAt(platform: Platform, end: End): Lines {
  const { config } = platform;
  const components = countedContainers(platform, end).map((container): ComponentCost => {
    const lines = [...computeLines(config, container), ...storageLines(platform, container)];
    return { component: container.name, lines, total: sumOf(lines) };
  });
  const lines = components.flatMap((component) => component.lines);
  return {
    components,
    other: [
      ...idleLines(config, lines),
      ...diskLines(config, lines),
      ...bucketRequestLines(platform),
      ...egressLines(config),
      ...alertingLines(config),
    ],
  };
}

/**
 * A sample in a compressed request of remote write, with its share of the labels: an assumption, not measured.
 * https://prometheus.io/docs/specs/prw/remote_write_spec/
 */
const REMOTE_WRITE_BYTES_PER_SAMPLE = 12;

function egressLines(config: EnvironmentConfig): readonly CostLine[] {
  const { cost, prometheus } = config;
  const line = { kind: 'egress', unit: 'GiB', price: pricesOf(config).egressGibibyte } as const;
  const { samplesPerSecond } = expectedLoad(config);
  const stores = prometheus.enabled ? prometheus.remoteWrite.length : 0;
  // Each instance sends all that it has.
  const sent = samplesPerSecond * SECONDS_PER_MONTH * REMOTE_WRITE_BYTES_PER_SAMPLE * stores * prometheus.replicas;
  return [
    ...lineOf({
      ...line,
      quantity: sent / GIB,
      because: `remote write of ${numberText(samplesPerSecond)} samples/s × ${REMOTE_WRITE_BYTES_PER_SAMPLE} B to ${countText(stores, 'store')} by ${countText(prometheus.replicas, 'instance')}`,
    }),
    ...lineOf({
      ...line,
      quantity: bytes(cost.egressPerMonth) / GIB,
      because: `${sizeText(bytes(cost.egressPerMonth))} by cost.egressPerMonth`,
    }),
  ];
}

function alertingLines(config: EnvironmentConfig): readonly CostLine[] {
  const { alertingSeat, alertingEvent } = pricesOf(config);
  const { seats, eventsPerMonth } = config.cost.alerting;
  if (!config.alertmanager.enabled) return [];
  return [
    ...lineOf({
      kind: 'alerting',
      quantity: seats,
      unit: 'seats',
      price: alertingSeat,
      because: `${seats === 1 ? '1 person' : `${seats} people`} who can be paged`,
    }),
    ...(alertingEvent === 0
      ? []
      : lineOf({
          kind: 'alerting',
          quantity: eventsPerMonth,
          unit: 'events',
          price: alertingEvent,
          because: `${numberText(eventsPerMonth)} pages, messages and calls`,
        })),
  ];
}
