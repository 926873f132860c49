import type { EnvironmentConfig } from '../../config/schema/environment';
import { seconds } from '../../config/units';

/** What is verified. */
export interface VerifyOptions {
  /** Whether the result is for a machine. */
  readonly json: boolean;
  /** Only whether components are ready: nothing is sent. */
  readonly only?: 'readiness';
  /** Folder of the synthesis. Default: cdktf's own. */
  readonly outdir?: string;
}

/** How long the slowest part may take, in seconds: a minute, or longer where the configuration itself says so. */
export function patience({ sampling, otelCollector, prometheus }: EnvironmentConfig): number {
  return Math.max(
    60,
    seconds(sampling.traces.decisionWait) + 30,
    2 * seconds(otelCollector.spanMetricsFlushInterval) + 15,
    seconds(prometheus.scrapeInterval) + 30,
  );
}
