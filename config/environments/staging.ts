import type { EnvironmentOverlay } from '../schema/environment';
import services from '../services';

/** A small cluster with production's shape: half of the ordinary traces are enough to see every path. */
const staging: EnvironmentOverlay = {
  target: { kind: 'kubernetes' },
  sampling: { traces: { ratio: 0.5 } },
  services,
};

export default staging;
