import type { EnvironmentConfig } from '../../config/schema/environment';
import { images } from '../../config/versions';
import type { ComponentDetails } from '../core/component';
import { goMemoryLimit, type Native } from '../core/native';
import { QUEUE_DIRECTORY } from './render';

/** Where the image looks for its configuration. */
const FILE = '/etc/otelcol-contrib/config.yaml';

/** What the collectors have in common that send to stores: their file, their resources, and queues on a volume that the image's user owns. */
export const queueingCollector = (
  { otelCollector: { resources } }: EnvironmentConfig,
  data: Native,
): Omit<ComponentDetails, 'description'> => ({
  role: 'collection',
  image: images.otelCollector,
  args: [`--config=${FILE}`],
  environment: { GOMEMLIMIT: goMemoryLimit(resources.limits.memory) },
  files: [{ path: FILE, data }],
  resources,
  storage: { path: QUEUE_DIRECTORY, owner: { user: 10001, group: 10001 } },
  user: '10001:10001',
});
