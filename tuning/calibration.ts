import type { Calibration } from '../config/schema/calibration';
import type { EnvironmentConfig } from '../config/schema/environment';
import { durationText, significant } from './numbers';
import type { Usage } from './usage';

/**
 * The measured figures in the form that the model of sizes and costs takes them; what was not measured is not in it. Pure.
 *
 * @param config the configuration under which it was measured: the sampling ratio is part of the share that is kept anyway
 */
export function calibrationOf(usage: Usage, config: EnvironmentConfig): Calibration {
  const { bytesPerSample, bytesPerSpan } = usage.sizes;
  const logCompression = compressionOf(usage);
  const spansKeptAnyway = keptAnyway(usage, config.sampling.traces.ratio);
  return {
    ...(bytesPerSample === undefined || bytesPerSample === 0 ? {} : { bytesPerSample: significant(bytesPerSample, 3) }),
    ...(bytesPerSpan === undefined || bytesPerSpan === 0 ? {} : { bytesPerSpan: significant(bytesPerSpan, 3) }),
    ...(logCompression === undefined ? {} : { logCompression }),
    ...(spansKeptAnyway === undefined ? {} : { spansKeptAnyway }),
    measuredAt: usage.measuredAt,
    measuredOver: durationText(usage.coveredSeconds),
  };
}

function compressionOf({ sizes: { bytesPerLogLine, logLineBytes } }: Usage): number | undefined {
  if (bytesPerLogLine === undefined || bytesPerLogLine === 0 || logLineBytes === undefined || logLineBytes === 0) return undefined;
  return Math.min(100, Math.max(0.1, significant(logLineBytes / bytesPerLogLine, 3)));
}

/** Of all spans that chance alone would drop, those that were stored: with a ratio of 1 nothing can be said. */
function keptAnyway({ ingest: { spansReceived, spansStored } }: Usage, ratio: number): number | undefined {
  if (spansReceived === undefined || spansStored === undefined || spansReceived.average === 0 || ratio >= 1) return undefined;
  const share = (spansStored.average / spansReceived.average - ratio) / (1 - ratio);
  return Math.min(1, Math.max(0, significant(share, 2)));
}
