import { resourcesSchema, SMALL } from '../../config/schema/resources';
import { images } from '../../config/versions';
import type { ComponentDefinition, ComponentShape, Endpoint, RenderContext } from '../core/component';
import { componentOf } from '../targets/component';

/** What finding containers takes of the engine's API: https://docs.docker.com/reference/api/engine/ */
const LIST_PATHS = ['_ping', 'version', 'containers/json', 'networks'];

/** What measuring them takes beyond that: it shows their environment, so that it is a port of its own. */
const INSPECT_PATHS = [...LIST_PATHS, 'info', 'containers/[0-9a-f]+/json', 'images/(sha256:)?[0-9a-f]+/json'];

/** Only a read of an allowed path passes; whatever else the engine can do stays out of reach. */
const frontend = (name: string, addresses: readonly string[], paths: readonly string[]): string => `frontend ${name}
  bind ${addresses.join(',')}
  monitor-uri /health
  http-request deny unless { method GET HEAD }
  http-request deny unless { path,url_dec -m reg ^(/v[0-9.]+)?/(${paths.join('|')})$ }
  default_backend engine
`;

const render = (frontends: readonly string[]): string => `global
  log stdout format raw local0 warning
  maxconn 64
defaults
  mode http
  log global
  timeout connect 5s
  timeout client 30s
  timeout server 30s
${frontends.join('')}backend engine
  server engine unix@/var/run/docker.sock
`;

const LIST: Endpoint = { name: 'http', port: 2375, protocol: 'http', zones: ['control'], healthPath: '/health' };
/** On a network of its own, since whoever lists containers has no business with their environment. */
const INSPECT: Endpoint = { name: 'inspect', port: 2376, protocol: 'http', zones: ['inspection'] };

function configurationOf({ name, endpoints }: ComponentShape, { addressing }: RenderContext): string {
  const addresses = (endpoint: Endpoint): readonly string[] => addressing.listen(name, endpoint) ?? [`:${endpoint.port}`];
  return render(
    endpoints.map((endpoint) =>
      endpoint.name === INSPECT.name
        ? frontend('inspect', addresses(endpoint), INSPECT_PATHS)
        : frontend('list', [...addresses(endpoint), `127.0.0.1:${endpoint.port}`], LIST_PATHS),
    ),
  );
}

/** A read-only window into the Docker engine's API: the only component that touches its socket. */
export const dockerSocketProxy: ComponentDefinition = {
  product: 'docker-socket-proxy',
  part: 'collection',
  shapes: ({ target, prometheus, containerLogs, exporters }) =>
    target.kind === 'docker' && (prometheus.enabled || containerLogs.enabled)
      ? [{ name: 'docker-socket-proxy', endpoints: [LIST, ...(prometheus.enabled && exporters.cadvisor.enabled ? [INSPECT] : [])] }]
      : [],
  plan: (shape, context) => ({
    role: 'collection',
    description: 'Lets discovery read the list of containers, and nothing else',
    image: images.haproxy,
    files: [{ path: '/usr/local/etc/haproxy/haproxy.cfg', content: configurationOf(shape, context) }],
    hostMounts: [{ base: 'engine-socket', path: '', target: '/var/run/docker.sock' }],
    // The socket belongs to root; without capabilities that is all that root may do here.
    user: '0:0',
    resources: resourcesSchema(SMALL).parse({}),
    healthCheck: { command: ['wget', '-q', '-O', '/dev/null', 'http://127.0.0.1:2375/health'] },
  }),
};

/** Deploys the socket proxy into the target of its scope. */
export class DockerSocketProxy extends componentOf(dockerSocketProxy) {}
