import { isProbePool } from '../../constructs/prometheus/scrape-jobs';
import { type PrometheusFile, platformOf, type RelabelStep, type ScrapeJob, CATALOGUED as service, yamlOf } from '../support/platform';
import { type Labels, relabel, visible } from '../support/relabel';

type Job = ScrapeJob & { readonly kubernetes_sd_configs?: readonly object[]; readonly metric_relabel_configs?: readonly RelabelStep[] };

const jobsOf = (target: object = {}): readonly Job[] =>
  yamlOf<PrometheusFile>(
    platformOf({
      target: { kind: 'kubernetes', ...target },
      services: [service, { ...service, name: 'mail-er', metricsPath: '/stats' }, { ...service, name: 'push-only', metricsPath: null }],
    }),
    'prometheus',
  ).scrape_configs;

const jobs = jobsOf();
const jobOf = (name: string, among = jobs): Job => {
  const job = among.find(({ job_name }) => job_name === name);
  if (job === undefined) throw new Error(`no job ${name}`);
  return job;
};
const discover = (job: string, target: Labels): Labels | undefined => visible(relabel(jobOf(job).relabel_configs ?? [], target));

const underscored = (name: string): string => name.replaceAll(/[^a-zA-Z0-9]/g, '_');

interface Pod {
  readonly name?: string;
  readonly labels?: Labels;
  readonly annotations?: Labels;
  readonly port?: number;
  readonly address?: string;
  readonly more?: Labels;
}

/** One container of a pod as Prometheus' kubernetes_sd_configs describes it. */
const pod = ({ name = 'orders-7d4f9c6b5-abcde', labels = {}, annotations = {}, port, address = '10.0.0.7', more = {} }: Pod): Labels => ({
  __address__: port === undefined ? address : `${address}:${port}`,
  __metrics_path__: '/metrics',
  __meta_kubernetes_namespace: 'shop',
  __meta_kubernetes_pod_name: name,
  __meta_kubernetes_pod_ip: address,
  __meta_kubernetes_pod_phase: 'Running',
  ...(port === undefined
    ? {}
    : { __meta_kubernetes_pod_container_port_number: String(port), __meta_kubernetes_pod_container_port_protocol: 'TCP' }),
  ...Object.fromEntries(Object.entries(labels).map(([key, value]) => [`__meta_kubernetes_pod_label_${underscored(key)}`, value])),
  ...Object.fromEntries(Object.entries(annotations).map(([key, value]) => [`__meta_kubernetes_pod_annotation_${underscored(key)}`, value])),
  ...more,
});

const COMPONENT = 'observability-stacks.dev/component';

describe('the pods of a component', () => {
  const loki = (more: Pod) => discover('loki', pod({ name: 'o11y-loki-0', labels: { [COMPONENT]: 'loki' }, ...more }));
  const target = { __address__: '10.0.0.7:3100', __metrics_path__: '/metrics', instance: 'o11y-loki-0' };

  it('are each one target, whatever ports their containers declare', () => {
    for (const port of [undefined, 3100, 9095, 8080]) expect(loki(port === undefined ? {} : { port })).toEqual(target);
  });

  it('may have addresses with colons', () => {
    expect(loki({ address: 'fd00::7' })).toMatchObject({ __address__: '[fd00::7]:3100' });
  });

  it.each([
    ['another component', { labels: { [COMPONENT]: 'loki-canary' } }],
    ['a pod of somebody else', { labels: {} }],
    ['a pod that has ended', { more: { __meta_kubernetes_pod_phase: 'Succeeded' } }],
  ])('are not %s', (_, more) => expect(loki(more)).toBeUndefined());

  it('are looked for in the two namespaces of the platform', () => {
    const own = jobsOf({ namespace: 'watch', nodeNamespace: 'watch-node' });
    expect(jobOf('loki', own).kubernetes_sd_configs).toEqual([{ role: 'pod', namespaces: { names: ['watch', 'watch-node'] } }]);
  });

  it('are all scraped', () => {
    const { components } = platformOf({ target: { kind: 'kubernetes' } });
    const measured = components.filter(({ endpoints }) => endpoints.some(({ metricsPath }) => metricsPath !== undefined));
    expect(measured.length).toBeGreaterThan(5);
    for (const { name } of measured) expect(jobOf(name).relabel_configs?.[0]).toMatchObject({ regex: name, action: 'keep' });
  });
});

describe('probes on a cluster', () => {
  it('ask services, and each pod of what runs on every node', () => {
    const { static_configs = [] } = jobOf('health');
    expect(static_configs.map(({ labels }) => labels['instance'])).toContain('loki');
    expect(static_configs.map(({ labels }) => labels['instance'])).not.toContain('node-exporter');
    expect(discover('health/node-exporter', pod({ name: 'node-1', labels: { [COMPONENT]: 'node-exporter' } }))).toEqual({
      __address__: 'o11y-blackbox-exporter.observability.svc:9115',
      __metrics_path__: '/metrics',
      __param_target: 'http://10.0.0.7:9100/',
      instance: 'node-1',
      component: 'node-exporter',
      job: 'health',
    });
  });

  it('ask what the topology lets the prober call, itself included', () => {
    const { components, edges } = platformOf({ target: { kind: 'kubernetes' } });
    const probed = jobsOf({})
      .filter(({ job_name }) => isProbePool(job_name))
      .flatMap(
        ({ job_name, static_configs }) => static_configs?.map(({ labels }) => labels['component']) ?? [job_name.replace('health/', '')],
      );
    const callable = edges.filter(({ from, purpose }) => from === 'blackbox-exporter' && purpose === 'probe').map(({ to }) => to);
    expect(callable.toSorted()).toEqual(probed.toSorted());
    expect(callable).toContain('blackbox-exporter');
    expect(components.filter(({ endpoints }) => endpoints.some(({ healthPath }) => healthPath !== undefined)).length).toBe(probed.length);
  });
});

describe('annotated pods', () => {
  const annotations = { 'prometheus.scrape': 'true', 'prometheus.port': '9464', 'prometheus.path': '/stats' };
  const found = (more: Pod = {}) => discover('pods', pod({ annotations, ...more }));

  it('are scraped as containers with the same labels are on Docker, with their namespace', () => {
    expect(found({ labels: { service: 'orders', tier: 'critical', version: '1.4' } })).toEqual({
      __address__: '10.0.0.7:9464',
      __metrics_path__: '/stats',
      job: 'orders',
      instance: 'orders-7d4f9c6b5-abcde',
      service: 'orders',
      tier: 'critical',
      version: '1.4',
      namespace: 'shop',
    });
  });

  it('are one target, however many containers they have', () => {
    expect(found({ port: 15_090 })).toEqual(found());
    expect(found({ port: 8080 })).toEqual(found());
  });

  it('are scraped at every declared port when they name none, each as an instance', () => {
    const scrape = { 'prometheus.scrape': 'true' };
    expect(found({ annotations: scrape, port: 8080 })).toMatchObject({
      __address__: '10.0.0.7:8080',
      instance: 'orders-7d4f9c6b5-abcde:8080',
    });
    expect(found({ annotations: scrape })).toBeUndefined();
    expect(found({ annotations: scrape, port: 53, more: { __meta_kubernetes_pod_container_port_protocol: 'UDP' } })).toBeUndefined();
  });

  it.each([
    ['its label service', { service: 'orders', 'app.kubernetes.io/name': 'shop' }, {}, 'orders'],
    ['its application', { 'app.kubernetes.io/name': 'shop' }, {}, 'shop'],
    [
      'the Deployment that made it',
      {},
      {
        __meta_kubernetes_pod_controller_kind: 'ReplicaSet',
        __meta_kubernetes_pod_controller_name: 'front-end-7d4f9c6b5',
      },
      'front-end',
    ],
    [
      'the StatefulSet that made it',
      {},
      { __meta_kubernetes_pod_controller_kind: 'StatefulSet', __meta_kubernetes_pod_controller_name: 'db-main' },
      'db-main',
    ],
    ['itself', {}, {}, 'orders-7d4f9c6b5-abcde'],
  ] as const)('are named after %s', (_, labels, more, job) => expect(found({ labels, more })).toMatchObject({ job, service: job }));

  it.each([
    ['without the annotation', { annotations: {} }],
    ['with it set to anything but true', { annotations: { ...annotations, 'prometheus.scrape': 'yes' } }],
    ['of the platform itself', { labels: { [COMPONENT]: 'grafana' } }],
    ['of a service of the catalogue, which has its own job', { labels: { service: 'checkout' } }],
    ['of one by the name of its application', { labels: { 'app.kubernetes.io/name': 'mail-er' } }],
    ['that have ended', { more: { __meta_kubernetes_pod_phase: 'Failed' } }],
  ] as const)('are left out %s', (_, more) => expect(found(more)).toBeUndefined());

  it('are looked for in the namespaces of clients', () => {
    expect(jobOf('pods').kubernetes_sd_configs).toEqual([{ role: 'pod' }]);
    expect(jobOf('pods', jobsOf({ clientNamespaces: ['shop'] })).kubernetes_sd_configs).toEqual([
      { role: 'pod', namespaces: { names: ['shop'] } },
    ]);
  });
});

describe('services of the catalogue', () => {
  const found = (labels: Labels, job = 'service/checkout') => discover(job, pod({ name: 'c-0', labels, port: 1 }));

  it('are scraped at their port with the labels of the catalogue', () => {
    const expected = {
      __address__: '10.0.0.7:8000',
      __metrics_path__: '/metrics',
      job: 'checkout',
      instance: 'c-0',
      service: 'checkout',
      tier: 'critical',
      version: '2.0',
      namespace: 'shop',
    };
    expect(found({ service: 'checkout' })).toEqual(expected);
    expect(found({ 'app.kubernetes.io/name': 'checkout', version: '2.1' })).toEqual({ ...expected, version: '2.1' });
  });

  it('are those of that name alone', () => {
    expect(found({ service: 'checkout-2' })).toBeUndefined();
    expect(found({ service: 'other', 'app.kubernetes.io/name': 'checkout' })).toBeUndefined();
    expect(found({ service: 'checkout', [COMPONENT]: 'grafana' })).toBeUndefined();
    expect(jobs.map(({ job_name }) => job_name)).not.toContain('service/push-only');
  });
});

describe('the proxies of a mesh', () => {
  it('are scraped for what they say of the mesh, when there is one', () => {
    expect(jobs.map(({ job_name }) => job_name)).not.toContain('mesh');
    const mesh = jobOf('mesh', jobsOf({ istio: { enabled: true } }));
    expect(mesh.metrics_path).toBe('/stats/prometheus');
    expect(mesh.metric_relabel_configs).toEqual([{ source_labels: ['__name__'], regex: 'istio_.*', action: 'keep' }]);
    const proxy = pod({ port: 15_090, more: { __meta_kubernetes_pod_container_port_name: 'http-envoy-prom' } });
    expect(visible(relabel(mesh.relabel_configs ?? [], proxy))).toMatchObject({ __address__: '10.0.0.7:15090', job: 'mesh' });
    expect(relabel(mesh.relabel_configs ?? [], pod({ port: 8080 }))).toBeUndefined();
  });
});

describe('answers without a Content-Type', () => {
  it('of applications are read as text, as Prometheus 2 did', () => {
    const lenient = jobs.filter((job) => 'fallback_scrape_protocol' in job).map(({ job_name }) => job_name);
    expect(lenient).toEqual(jobs.map(({ job_name }) => job_name).filter((name) => /^(pods|containers|service\/.+)$/.test(name)));
    expect(lenient.length).toBeGreaterThan(1);
  });
});
