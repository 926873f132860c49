import policy from '../policy';
import type { EnvironmentOverlay } from '../schema/environment';
import services from '../services';

/** One Docker engine, everything kept: what a developer runs beside the services. */
const dev: EnvironmentOverlay = {
  target: { kind: 'docker' },
  // A virtual machine with shared processors.
  cost: { priceTable: 'digitalocean', billing: { kind: 'machines', cpu: 4, memory: '8GiB', disk: '200GiB' } },
  sampling: { traces: { ratio: 1 } },
  services,
  policy,
};

export default dev;
