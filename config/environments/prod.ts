import policy from '../policy';
import type { EnvironmentOverlay } from '../schema/environment';
import services from '../services';

/**
 * Production on a cluster, with everything that must survive the loss of a node there twice or more: one ordinary trace in ten, every
 * error and every slow request. Blocks are on volumes; with a bucket, loki.storage and tempo.storage take them and Loki can have replicas.
 */
const prod: EnvironmentOverlay = {
  target: { kind: 'kubernetes', namespace: 'observability-prod', nodeNamespace: 'observability-prod-node' },
  capacity: { activeSeries: 100_000, spansPerSecond: 500, logsPerDay: '5GB' },
  // Two nodes of its own, and two people who are called.
  cost: { billing: { kind: 'machines', count: 2, cpu: 4, memory: '8GiB' }, alerting: { seats: 2 } },
  retention: { metrics: { time: '30d', size: '30GB' }, traces: '7d', logs: { total: '30d', hot: '7d' }, alerts: '90d' },
  sampling: { traces: { ratio: 0.1 } },
  services,
  policy,
  prometheus: {
    replicas: 2,
    // A hundred thousand series are twice of what the default is for.
    resources: { limits: { memory: '2GiB', cpu: 1 }, reservations: { memory: '1GiB', cpu: 0.5 } },
  },
  // Each of the three has all alerts, and only compares notes about them.
  alertmanager: { replicas: 3, resources: { limits: { cpu: 0.1 } } },
  loki: { resources: { limits: { memory: '1GiB', cpu: 0.75 }, reservations: { memory: '512MiB', cpu: 0.25 } } },
  // A tenth of the traces is little to write.
  tempo: { resources: { limits: { cpu: 0.75 } } },
  otelCollector: {
    expectedItemsPerSecond: { logRecords: 600 },
    replicas: { min: 2, max: 4 },
    // Load adds instances and not size: four of these are two cores.
    resources: { limits: { memory: '768MiB', cpu: 0.5 }, reservations: { memory: '384MiB', cpu: 0.25 } },
  },
};

export default prod;
