import policy from '../policy';
import type { EnvironmentOverlay } from '../schema/environment';
import services from '../services';

/**
 * A small cluster with production's charts and one instance of each component: half of the ordinary traces are enough to see every path,
 * and a fortnight of logs to compare two releases.
 */
const staging: EnvironmentOverlay = {
  target: { kind: 'kubernetes', namespace: 'observability-staging', nodeNamespace: 'observability-staging-node' },
  capacity: { activeSeries: 30_000, spansPerSecond: 50, logsPerDay: '500MB' },
  retention: { metrics: { time: '7d', size: '3GB' }, traces: '3d', logs: { total: '14d', hot: '3d' } },
  sampling: { traces: { ratio: 0.5 } },
  services,
  policy,
};

export default staging;
