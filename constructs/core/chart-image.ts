import type { ImageReference } from '../../config/versions';
import type { Native } from './native';

/** The registry of images whose name begins with none. */
const DOCKER_HUB = 'docker.io';

/** An image as charts take it that want the registry apart. */
export function chartImage({ repository, tag }: ImageReference): Native {
  const [first = '', ...rest] = repository.split('/');
  return first.includes('.') && rest.length > 0
    ? { registry: first, repository: rest.join('/'), tag }
    : { registry: DOCKER_HUB, repository, tag };
}
