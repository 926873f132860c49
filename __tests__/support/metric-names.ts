import type { EnvironmentConfig } from '../../config/schema/environment';
import { dashboards } from '../../dashboards';
import { emitterOf } from '../../dashboards/emitters';
import { metricNames } from '../../dashboards/promql';
import { queriesOf } from './dashboards';

/** A metric that an environment's dashboards use, and who should emit it. */
export interface UsedMetric {
  readonly name: string;
  readonly emitter: string;
  /** The panels that use it. */
  readonly places: readonly string[];
}

/** Every metric of an environment's dashboards. */
export function usedMetrics(config: EnvironmentConfig): readonly UsedMetric[] {
  const places = new Map<string, string[]>();
  for (const { place, target } of queriesOf(dashboards(config))) {
    if (target.datasource.type !== 'prometheus') continue;
    for (const name of metricNames(target.expr ?? '')) places.set(name, [...(places.get(name) ?? []), place]);
  }
  return [...places].map(([name, where]) => ({ name, emitter: emitterOf(name), places: where })).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * What a running platform has not got of the metrics that its dashboards use, less what it is known not to have yet: counters that only
 * begin with the first failure.
 *
 * @param address of Prometheus: `http://127.0.0.1:9090`
 */
export async function missingMetrics(
  address: string,
  config: EnvironmentConfig,
  onlyAfterFailures: readonly string[] = ONLY_AFTER_FAILURES,
): Promise<readonly UsedMetric[]> {
  const response = await fetch(`${address}/api/v1/label/__name__/values`, { signal: AbortSignal.timeout(30_000) });
  if (!response.ok) throw new Error(`${address}: ${response.status} ${await response.text()}`);
  const { data } = (await response.json()) as { readonly data: readonly string[] };
  const there = new Set(data);
  return usedMetrics(config).filter(({ name }) => !there.has(name) && !onlyAfterFailures.includes(name));
}

/** Series that their programs begin with the first event, which a healthy platform never has. */
export const ONLY_AFTER_FAILURES: readonly string[] = [
  'ALERTS',
  'loki_discarded_samples_total',
  'tempo_discarded_spans_total',
  'otelcol_exporter_send_failed_spans',
  'otelcol_exporter_send_failed_metric_points',
  'otelcol_exporter_send_failed_log_records',
  'otelcol_exporter_enqueue_failed_spans',
  'otelcol_exporter_enqueue_failed_metric_points',
  'otelcol_exporter_enqueue_failed_log_records',
  'telemetry_refused_points_total',
  'gen_ai_cost_unknown_total',
];
