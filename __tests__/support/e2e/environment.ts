import type { EnvironmentOverlay } from '../../../config/schema/environment';
import { environmentOn, type Ports } from './backends';
import { Stores } from './stores';
import { Sender } from './telemetry';

/** Ports beside the usual ones, so that the suite runs next to a platform that is in use. */
export const PORTS: Ports = {
  prometheus: 19090,
  alertmanager: 19093,
  loki: 13100,
  traces: 13200,
  grpc: 14317,
  http: 14318,
  metrics: 18888,
  health: 18133,
};

export const PLATFORM = 'o11ytest';
export const PREFIX = `${PLATFORM}-dev`;
export const SERVICES_NETWORK = `${PREFIX}-services`;
export const SECRETS = { redis_password: 'redis-canary-7Kq', postgres_password: 'postgres-canary-7Kq' } as const;

/** One trace in ten is kept, so that sampling has something to decide, and two databases are measured. */
export const overlay: EnvironmentOverlay = {
  ...environmentOn(PLATFORM, PORTS),
  sampling: { traces: { ratio: 0.1 } },
  exporters: {
    redis: [{ name: 'cache', address: 'redis://o11ytest-redis:6379', password: { secret: 'redis_password' } }],
    postgres: [{ name: 'main', host: 'o11ytest-postgres', password: { secret: 'postgres_password' } }],
  },
};

export const sender = new Sender(`http://127.0.0.1:${PORTS.http}`);
export const stores = new Stores(PORTS);
