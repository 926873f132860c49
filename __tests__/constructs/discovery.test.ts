import { CATALOGUED, fileOf, type PrometheusFile, platformOf, type RelabelStep, yamlOf } from '../support/platform';
import { type Labels, relabel, visible } from '../support/relabel';

const proxyConfiguration = fileOf(platformOf(), 'docker-socket-proxy');

/** What haproxy lets through, read off its own configuration. */
function allows(frontend: string, method: string, path: string): boolean {
  const section = proxyConfiguration.split(/^(?=frontend |backend )/m).find((part) => part.startsWith(`frontend ${frontend}\n`)) ?? '';
  const methods = /http-request deny unless \{ method ([A-Z ]+) \}/.exec(section)?.[1]?.split(' ') ?? [];
  const expression = /http-request deny unless \{ path,url_dec -m reg (\S+) \}/.exec(section)?.[1];
  if (expression === undefined) throw new Error(`no path rule in ${section}`);
  // The same query string that haproxy's `path` leaves out; url_dec comes before the match.
  const decoded = decodeURIComponent(path.replace(/\?.*$/, ''));
  return methods.includes(method) && new RegExp(expression).test(decoded);
}

describe("the window into the container engine's API", () => {
  const id = 'a'.repeat(64);
  const listing = [
    '/_ping',
    '/version',
    '/containers/json',
    '/containers/json?all=true&limit=0',
    '/networks',
    '/v1.41/containers/json',
    '/v1.41/networks',
  ];
  const inspection = [...listing, '/info', `/containers/${id}/json`, `/v1.41/containers/${id}/json`, `/images/sha256:${id}/json`];
  const forbidden = [
    '/',
    '/containers/create',
    '/containers/json/../create',
    `/containers/${id}/start`,
    `/containers/${id}/exec`,
    `/containers/${id}/archive?path=/etc/shadow`,
    `/containers/${id}/logs`,
    `/containers/${id}/json/../../create`,
    '/exec/abc/start',
    '/images/create?fromImage=x',
    '/images/json',
    '/build',
    '/secrets',
    '/configs',
    '/volumes',
    '/swarm',
    '/events',
    '/system/df',
    '/plugins',
    '/auth',
    '/session',
    '/networks/create',
    `/networks/${id}`,
    '//containers/json',
    '/containers/json/',
    '/v1.41/../containers/json',
    '/containers%2fcreate',
    '/%2e%2e/containers/json',
    '/containers/json%0aX',
    '/v1.41/v1.41/version',
  ];

  it.each(listing)('lists: GET and HEAD %s', (path) => {
    for (const frontend of ['list', 'inspect']) {
      for (const method of ['GET', 'HEAD']) expect(allows(frontend, method, path)).toBe(true);
      for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'CONNECT']) expect(allows(frontend, method, path)).toBe(false);
    }
  });

  it.each(inspection.filter((path) => !listing.includes(path)))('inspects on its second port alone: %s', (path) => {
    expect(allows('inspect', 'GET', path)).toBe(true);
    expect(allows('list', 'GET', path)).toBe(false);
    expect(allows('inspect', 'POST', path)).toBe(false);
  });

  it.each(forbidden)('never shows %s', (path) => {
    for (const frontend of ['list', 'inspect'])
      for (const method of ['GET', 'HEAD', 'POST']) expect(allows(frontend, method, path)).toBe(false);
  });

  it('listens for each of them on its own network, and for its own check on the first', () => {
    expect([...proxyConfiguration.matchAll(/^ {2}bind (.+)$/gm)].map(([, addresses]) => addresses)).toEqual([
      'docker-socket-proxy.control:2375,127.0.0.1:2375',
      'docker-socket-proxy.inspection:2376',
    ]);
    expect(fileOf(platformOf({ exporters: { cadvisor: { enabled: false } } }), 'docker-socket-proxy')).not.toContain('inspect');
  });

  it('gives discovery and log names the first port, and measurement the second', () => {
    const platform = platformOf();
    const calls = platform.edges.filter(({ to }) => to === 'docker-socket-proxy').map(({ from, endpoint }) => `${from} ${endpoint}`);
    expect([...calls].sort()).toEqual(['blackbox-exporter http', 'cadvisor inspect', 'container-log-index http', 'prometheus http']);
  });
});

const LABEL = '__meta_docker_container_label_';
const platform = platformOf({
  services: [
    CATALOGUED,
    { ...CATALOGUED, name: 'mail-er', port: 8001, metricsPath: '/stats' },
    { ...CATALOGUED, name: 'push-only', port: 8002, metricsPath: null },
  ],
});
const jobs = yamlOf<PrometheusFile>(platform, 'prometheus').scrape_configs;
const stepsOf = (job: string): readonly RelabelStep[] => jobs.find(({ job_name }) => job_name === job)?.relabel_configs ?? [];

/** A container as Prometheus' docker_sd_configs describes it. */
const container = (name: string, labels: Labels = {}, network = 'o11y-dev-services', port = '8080'): Labels => ({
  __address__: `172.18.0.5:${port}`,
  __metrics_path__: '/metrics',
  __meta_docker_container_name: `/${name}`,
  __meta_docker_network_name: network,
  __meta_docker_network_ip: '172.18.0.5',
  ...Object.fromEntries(Object.entries(labels).map(([label, value]) => [`${LABEL}${label.replaceAll(/[^a-zA-Z0-9]/g, '_')}`, value])),
});

describe('the discovery of containers', () => {
  const discover = (target: Labels): Labels | undefined => visible(relabel(stepsOf('containers'), target));

  it('scrapes what is labelled, as its labels say', () => {
    const labels = {
      'prometheus.scrape': 'true',
      'prometheus.port': '9464',
      'prometheus.path': '/stats',
      service: 'orders',
      tier: 'critical',
      version: '1.4',
    };
    expect(discover(container('shop-orders-1', labels))).toEqual({
      __address__: '172.18.0.5:9464',
      __metrics_path__: '/stats',
      job: 'orders',
      instance: 'shop-orders-1',
      service: 'orders',
      tier: 'critical',
      version: '1.4',
    });
  });

  it('needs no more than one label', () => {
    expect(discover(container('orders', { 'prometheus.scrape': 'true' }))).toEqual({
      __address__: '172.18.0.5:8080',
      __metrics_path__: '/metrics',
      job: 'orders',
      instance: 'orders',
      service: 'orders',
    });
  });

  it('names a service after Docker Compose when it says no more', () => {
    const target = container('shop-orders-1', { 'prometheus.scrape': 'true', 'com.docker.compose.service': 'orders' });
    expect(discover(target)).toMatchObject({ job: 'orders', service: 'orders', instance: 'shop-orders-1' });
  });

  it.each([
    ['without the label', container('orders')],
    ['with it set to anything but true', container('orders', { 'prometheus.scrape': 'yes' })],
    ['with a true that is only part of it', container('orders', { 'prometheus.scrape': 'true;true' })],
    ['on another network', container('orders', { 'prometheus.scrape': 'true' }, 'bridge')],
    ["on another platform's network", container('orders', { 'prometheus.scrape': 'true' }, 'xo11y-dev-services')],
    ['that the catalogue has', container('checkout', { 'prometheus.scrape': 'true' })],
    ['that the catalogue has under its label', container('x', { 'prometheus.scrape': 'true', service: 'checkout' })],
    [
      'that the catalogue has under its Compose name',
      container('x', { 'prometheus.scrape': 'true', 'com.docker.compose.service': 'mail-er' }),
    ],
  ])('leaves a container alone %s', (_, target) => expect(discover(target)).toBeUndefined());

  it('takes one that is called almost as a service of the catalogue is', () => {
    for (const name of ['checkout2', 'my-checkout', 'mail.er'])
      expect(discover(container(name, { 'prometheus.scrape': 'true' }))).toBeDefined();
    expect(discover(container('checkout', { 'prometheus.scrape': 'true', service: 'orders' }))).toMatchObject({ job: 'orders' });
  });

  it('ignores a port that is none', () => {
    expect(discover(container('a', { 'prometheus.scrape': 'true', 'prometheus.port': 'http' }))).toMatchObject({
      __address__: '172.18.0.5:8080',
    });
  });
});

describe('the services of the catalogue', () => {
  const discover = (target: Labels, service = 'checkout'): Labels | undefined => visible(relabel(stepsOf(`service/${service}`), target));

  it.each([
    ['its container', container('checkout')],
    ['its label', container('x', { service: 'checkout' })],
    ['its Compose name', container('x', { 'com.docker.compose.service': 'checkout' })],
  ])('are found by the name of %s, without any other label', (_, target) =>
    expect(discover(target)).toMatchObject({
      __address__: '172.18.0.5:8000',
      job: 'checkout',
      service: 'checkout',
      tier: 'critical',
      version: '2.0',
    }),
  );

  it('have the version that runs when it says which', () => {
    expect(discover(container('checkout', { version: '2.1' }))).toMatchObject({ version: '2.1' });
  });

  it.each([
    ['another name', container('checkout2')],
    ["another's label", container('checkout', { service: 'orders' })],
    ['another network', container('checkout', {}, 'bridge')],
  ])('are not what has %s', (_, target) => expect(discover(target)).toBeUndefined());

  it('have a job each, at the path of each, unless they only push', () => {
    const services = jobs.filter(({ job_name }) => job_name.startsWith('service/'));
    expect(services.map(({ job_name, metrics_path }) => [job_name, metrics_path])).toEqual([
      ['service/checkout', '/metrics'],
      ['service/mail-er', '/stats'],
    ]);
  });

  it('may be called as a job of the platform is', () => {
    const named = platformOf({ services: ['health', 'containers'].map((name) => ({ ...CATALOGUED, name })) });
    const names = yamlOf<PrometheusFile>(named, 'prometheus').scrape_configs.map(({ job_name }) => job_name);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('the probes', () => {
  it('ask every health endpoint through the exporter, and are named after the component', () => {
    const health = jobs.find(({ job_name }) => job_name === 'health');
    const loki = health?.static_configs?.find(({ labels }) => labels['instance'] === 'loki');
    expect(loki?.targets).toEqual(['http://loki:3100/ready']);
    expect(relabel(health?.relabel_configs ?? [], { __address__: 'http://loki:3100/ready', instance: 'loki' })).toEqual({
      __address__: 'blackbox-exporter:9115',
      __param_target: 'http://loki:3100/ready',
      instance: 'loki',
    });
  });
});

describe('answers without a Content-Type', () => {
  it('of applications are read as text, as Prometheus 2 did', () => {
    const lenient = jobs.filter((job) => 'fallback_scrape_protocol' in job).map(({ job_name }) => job_name);
    expect(lenient).toEqual(jobs.map(({ job_name }) => job_name).filter((name) => /^(pods|containers|service\/.+)$/.test(name)));
    expect(lenient.length).toBeGreaterThan(1);
  });
});
