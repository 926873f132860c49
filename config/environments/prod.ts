import type { EnvironmentOverlay } from '../schema/environment';
import services from '../services';

/** Production: one ordinary trace in ten, every error and every slow request. */
const prod: EnvironmentOverlay = {
  target: { kind: 'kubernetes' },
  sampling: { traces: { ratio: 0.1 } },
  services,
};

export default prod;
