import { MILLISECONDS } from '../../config/amounts';
import { volumeNeed } from '../../config/sizing';
import { type ByteSize, bytes, readDuration } from '../../config/units';
import { list } from '../lenient';
import type { Risk } from '../model';
import { baseValue, type Comparison, componentNamed, headValue, type RiskRule, size, span } from './context';

/** History that is deleted because it is kept for less time, or in less space: how much, and when, as each store does it. */
export const retentionRisks: RiskRule = (comparison) => [
  ...shortened(comparison, 'retention.metrics.time', 'prometheus', metricsText),
  ...smallerMetrics(comparison),
  ...shortened(comparison, 'retention.traces', 'tempo', tempoText),
  ...jaegerTraces(comparison),
  ...shortened(comparison, 'retention.logs.total', 'loki', lokiText),
  ...shortened(comparison, 'retention.alerts', 'alertmanager', alertsText),
];

/** A key of retention on both sides, where it got shorter. */
interface Shortened {
  readonly before: string;
  readonly after: string;
  /** Milliseconds of history that go. */
  readonly lost: number;
  /** Milliseconds that were kept. */
  readonly kept: number;
}

function shortened(
  comparison: Comparison,
  path: string,
  component: string,
  textOf: (change: Shortened, comparison: Comparison) => string,
): readonly Risk[] {
  const change = shorteningOf(comparison, path, component);
  if (change === undefined) return [];
  return [{ kind: 'data-loss', severity: severityOf(change.lost / change.kept), subject: path, text: textOf(change, comparison) }];
}

/** Of a component that is there on both sides: with the others other things happen. */
function shorteningOf(comparison: Comparison, path: string, component: string): Shortened | undefined {
  const isThere = [comparison.base, comparison.head].every((platform) => componentNamed(platform, component) !== undefined);
  const [before, after] = [baseValue(comparison, path), headValue(comparison, path)];
  const [kept, keeps] = [readDuration(before), readDuration(after)];
  if (!isThere || kept === undefined || keeps === undefined || keeps >= kept) return undefined;
  return { before: String(before), after: String(after), lost: kept - keeps, kept };
}

const severityOf = (lostShare: number): Risk['severity'] => (lostShare >= 0.5 ? 'high' : 'medium');

/** Blocks grow by compaction up to a tenth of the retention and 31 days. https://prometheus.io/docs/prometheus/latest/storage/#compaction */
function metricsText({ before, after, lost, kept }: Shortened, comparison: Comparison): string {
  const largest = Math.min(kept / 10, 31 * MILLISECONDS.d);
  const copies =
    list(headValue(comparison, 'prometheus.remoteWrite')).length > 0 ? ' The stores of prometheus.remoteWrite keep their own copies.' : '';
  return `Prometheus keeps ${after} of metrics instead of ${before}: the older ${span(lost)} are deleted for good, within two hours of its start with the new setting. It deletes whole blocks, when all of a block is too old: the largest hold ${span(largest)} and go as much later.${copies}`;
}

/** A block that is too old is marked, and deleted after compacted_block_retention. https://grafana.com/docs/tempo/v2.10.x/configuration/#compactor */
const tempoText = ({ before, after, lost }: Shortened): string =>
  `Tempo keeps ${after} of traces instead of ${before}: the older ${span(lost)} are deleted for good. Its compactor hides whole blocks within minutes of its start with the new setting, and deletes them an hour later.`;

/** https://grafana.com/docs/loki/latest/operations/storage/retention/ */
const lokiText = ({ before, after, lost }: Shortened): string =>
  `Loki keeps ${after} of logs instead of ${before}: the older ${span(lost)} are deleted for good, also of lines that are stored already. Its compactor works through one index for each whole day: it marks what is too old within minutes of its start with the new setting, and deletes it two hours later.`;

const alertsText = ({ before, after, lost }: Shortened, comparison: Comparison): string => {
  const history =
    componentNamed(comparison.head, 'loki') === undefined
      ? ''
      : ' The history of alerts in Loki goes with the next runs of its compactor, two hours later.';
  return `Alertmanager remembers ended silences and what it sent for ${after} instead of ${before}: the older ${span(lost)} are forgotten within a quarter of an hour of its start with the new setting.${history}`;
};

/** Badger writes the end of its life into each span: https://www.jaegertracing.io/docs/latest/storage/badger/ */
function jaegerTraces(comparison: Comparison): readonly Risk[] {
  const change = shorteningOf(comparison, 'retention.traces', 'jaeger');
  if (change === undefined) return [];
  const { before, after } = change;
  const text = `Jaeger keeps new traces for ${after} instead of ${before}. Badger wrote into those that are stored already when they end, so that they stay for ${before}: nothing is lost at once.`;
  return [{ kind: 'data-loss', severity: 'low', subject: 'retention.traces', text }];
}

/** Which part of the metrics goes when all blocks together may take less; by the expected load, how much history that is. */
function smallerMetrics(comparison: Comparison): readonly Risk[] {
  const path = 'retention.metrics.size';
  const [before, after] = [sizeOf(baseValue(comparison, path)), sizeOf(headValue(comparison, path))];
  const isThere = [comparison.base, comparison.head].every((platform) => componentNamed(platform, 'prometheus') !== undefined);
  const time = readDuration(baseValue(comparison, 'retention.metrics.time'));
  if (before === undefined || after === undefined || after >= before || !isThere || time === undefined) return [];
  const said = `Prometheus keeps at most ${String(headValue(comparison, path))} of metrics instead of ${String(baseValue(comparison, path))}`;
  const filled = metricsOfWholeTime(comparison);
  if (filled <= after) {
    const text = `${said}. By the expected load (capacity.activeSeries) all that retention.metrics.time keeps takes ${size(filled)}, so that nothing should go.`;
    return [{ kind: 'data-loss', severity: 'low', subject: path, text }];
  }
  const kept = (after / filled) * time;
  const was = Math.min(1, before / filled) * time;
  const text = `${said}: the oldest blocks are deleted for good until the others fit, within two hours of its start with the new setting. By the expected load (capacity.activeSeries) ${span(kept)} of metrics fit, and until now ${span(was)}.`;
  return [{ kind: 'data-loss', severity: severityOf(1 - kept / was), subject: path, text }];
}

/** Bytes that the metrics of the whole retention time take by the expected load. */
function metricsOfWholeTime({ head: { config } }: Comparison): number {
  const metrics = { ...config.retention.metrics, size: '9000TB' as const };
  return volumeNeed({ ...config, retention: { ...config.retention, metrics } }, 'prometheus').kept;
}

function sizeOf(value: unknown): number | undefined {
  try {
    return bytes(value as ByteSize);
  } catch {
    return undefined;
  }
}
