import { DAY } from '../config/amounts';
import { expectedLoad } from '../config/sizing';
import { bytes } from '../config/units';
import { dailyBytes, significant, significantAtLeast } from './numbers';
import { confidenceOf, type Findings, type Proposal } from './proposal';

/** Within a quarter the expected load is right. */
const WORTH = 0.25;

/** What the configuration expects, from what came in. Load by requests is left as it is: only the rest is measured against. Pure. */
export function capacityProposals({ config, usage }: Findings): readonly Proposal[] {
  const { capacity } = config;
  const { activeSeries, spansReceived, logBytes } = usage.ingest;
  const load = expectedLoad(config);
  const bySpans = load.spansPerSecond - capacity.spansPerSecond;
  const byLogs = load.logBytesPerDay - bytes(capacity.logsPerDay);
  const confidence = confidenceOf(usage);
  const make = (path: string, before: unknown, after: unknown, evidence: string): Proposal => ({
    kind: 'capacity',
    path,
    before,
    after,
    evidence,
    confidence,
  });
  const series = activeSeries === undefined ? undefined : Math.max(1_000, significantAtLeast(activeSeries.peak, 2));
  const spans = spansReceived === undefined ? undefined : Math.max(0, spansReceived.average - bySpans);
  const logs = logBytes === undefined ? undefined : Math.max(1e6, logBytes.average * DAY - byLogs);
  return [
    ...(series === undefined || activeSeries === undefined || !differs(series, capacity.activeSeries)
      ? []
      : [
          make(
            'capacity.activeSeries',
            capacity.activeSeries,
            series,
            `There were ${activeSeries.peak.toLocaleString('en-US')} active series at the peak, and ${capacity.activeSeries.toLocaleString('en-US')} are expected.`,
          ),
        ]),
    ...(spans === undefined || spansReceived === undefined || !differs(spans, capacity.spansPerSecond)
      ? []
      : [
          make(
            'capacity.spansPerSecond',
            capacity.spansPerSecond,
            significantAtLeast(spans, 2),
            `On average ${significant(spansReceived.average, 3)} spans a second came in, and ${significant(load.spansPerSecond, 3)} are expected.`,
          ),
        ]),
    ...(logs === undefined || logBytes === undefined || !differs(logs, bytes(capacity.logsPerDay))
      ? []
      : [
          make(
            'capacity.logsPerDay',
            capacity.logsPerDay,
            dailyBytes(logs),
            `Log lines came in at ${significant((logBytes.average * DAY) / 1e6, 3)} MB a day, and ${significant(load.logBytesPerDay / 1e6, 3)} MB are expected.`,
          ),
        ]),
  ];
}

const differs = (after: number, before: number): boolean => Math.abs(after - before) > WORTH * Math.max(before, 1e-9);
