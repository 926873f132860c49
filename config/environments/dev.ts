import type { EnvironmentOverlay } from '../schema/environment';
import services from '../services';

/** One Docker engine, everything kept: what a developer runs beside the services. */
const dev: EnvironmentOverlay = {
  target: { kind: 'docker' },
  sampling: { traces: { ratio: 1 } },
  services,
};

export default dev;
