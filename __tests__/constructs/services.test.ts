import type { EnvironmentOverlay } from '../../config/schema/environment';
import { otlpEndpoint, serviceEnvironment } from '../../constructs/services/environment';
import { composeFragment, dotenv, kubernetesFragment } from '../../constructs/services/formats';
import { platformOf } from '../support/platform';

const checkout = {
  name: 'checkout',
  port: 8000,
  language: 'go',
  type: 'gateway',
  layer: 'api',
  tier: 'critical',
  version: '1.2.3',
  owner: 'platform',
} as const;

function given(overlay: EnvironmentOverlay = {}) {
  const platform = platformOf({ services: [checkout], ...overlay });
  const [service] = platform.config.services;
  if (service === undefined) throw new Error('no service');
  const endpoint = otlpEndpoint(platform) ?? 'nowhere';
  return { config: platform.config, service, endpoint, variables: serviceEnvironment(platform.config, service, endpoint) };
}

describe('what a service is started with', () => {
  it('is a file of variables', () => {
    expect(dotenv(given().variables)).toBe(`OTEL_SERVICE_NAME=checkout
OTEL_RESOURCE_ATTRIBUTES=service.namespace=o11y,service.version=1.2.3,deployment.environment.name=dev,k8s.cluster.name=o11y-dev,tier=critical,service.type=gateway,service.layer=api,service.owner=platform
OTEL_EXPORTER_OTLP_ENDPOINT=http://otel-collector:4318
OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf
OTEL_TRACES_EXPORTER=otlp
OTEL_METRICS_EXPORTER=otlp
OTEL_LOGS_EXPORTER=otlp
OTEL_TRACES_SAMPLER=parentbased_always_on
OTEL_PROPAGATORS=tracecontext,baggage
SERVICE_NAME=checkout
SERVICE_PORT=8000
SERVICE_VERSION=1.2.3
SERVICE_TYPE=gateway
SERVICE_LAYER=api
SERVICE_TIER=critical
SERVICE_OWNER=platform
ENVIRONMENT=dev`);
  });

  it('is quoted where a shell would take it apart', () => {
    expect(dotenv({ A: 'a b', B: "it's $HOME" })).toBe(String.raw`A='a b'
B='it'\''s $HOME'`);
  });

  it('is a service of a Compose file, with the labels by which it is found, its network and its log', () => {
    const { config, service } = given();
    expect(composeFragment(config, service, { PRICE: '5$' })).toBe(`services:
  checkout:
    environment:
      PRICE: 5$$
    labels:
      prometheus.scrape: 'true'
      prometheus.port: '8000'
      prometheus.path: /metrics
      service: checkout
      tier: critical
      version: 1.2.3
    networks:
      - observability
    logging:
      driver: json-file
      options:
        max-size: '10000000'
        max-file: '3'
        labels: service,tier,version
networks:
  observability:
    name: o11y-dev-services
    external: true`);
  });

  it('is a patch of a Deployment', () => {
    const { service, endpoint } = given({ target: { kind: 'kubernetes' } });
    expect(kubernetesFragment(service, { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint })).toBe(`apiVersion: apps/v1
kind: Deployment
metadata:
  name: checkout
spec:
  template:
    metadata:
      labels:
        app.kubernetes.io/name: checkout
        service: checkout
        tier: critical
        version: 1.2.3
      annotations:
        prometheus.scrape: 'true'
        prometheus.port: '8000'
        prometheus.path: /metrics
    spec:
      containers:
        - name: checkout
          ports:
            - name: http
              containerPort: 8000
          env:
            - name: POD_NAME
              valueFrom:
                fieldRef:
                  fieldPath: metadata.name
            - name: POD_NAMESPACE
              valueFrom:
                fieldRef:
                  fieldPath: metadata.namespace
            - name: OTEL_EXPORTER_OTLP_ENDPOINT
              value: http://o11y-otel-collector.observability.svc:4318`);
  });

  it('tells the replicas of a Deployment apart', () => {
    const { service, variables } = given({ target: { kind: 'kubernetes' } });
    expect(kubernetesFragment(service, variables)).toContain(
      'service.owner=platform,service.instance.id=$(POD_NAMESPACE).$(POD_NAME).checkout,k8s.namespace.name=$(POD_NAMESPACE),k8s.pod.name=$(POD_NAME),k8s.container.name=checkout',
    );
  });

  it('says nothing of scraping for a service that only pushes', () => {
    const { config, service, variables } = given({ services: [{ ...checkout, metricsPath: null }] });
    expect(composeFragment(config, service, variables)).not.toContain('prometheus.');
    expect(kubernetesFragment(service, variables)).not.toContain('annotations');
  });

  it('has no address where nothing takes telemetry', () => {
    expect(given({ otelCollector: { enabled: false } }).endpoint).toBe('nowhere');
  });
});
