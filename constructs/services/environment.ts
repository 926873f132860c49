import type { EnvironmentConfig } from '../../config/schema/environment';
import type { ServiceConfig } from '../../config/schema/services';
import type { Platform } from '../core/platform';
import { addressingOf } from '../targets/addressing';

/** Variables of the environment, in the order in which they are shown. */
export type Variables = Readonly<Record<string, string>>;

/** Where services of the same network send OTLP over HTTP; undefined when the environment takes none. */
export function otlpEndpoint({ config, components }: Pick<Platform, 'config' | 'components'>): string | undefined {
  const collector = components.find(({ name }) => name === 'otel-collector');
  const endpoint = collector?.endpoints.find(({ name }) => name === 'otlp-http');
  if (collector === undefined || endpoint === undefined) return undefined;
  return `http://${addressingOf(config).host(collector.name)}:${endpoint.port}`;
}

/** What a service says of itself on each record. https://opentelemetry.io/docs/specs/semconv/resource/ */
const resourceAttributesOf = (config: EnvironmentConfig, service: ServiceConfig): Variables => ({
  'service.namespace': config.platform,
  'service.version': service.version,
  'deployment.environment.name': config.name,
  'k8s.cluster.name': config.cluster,
  tier: service.tier,
  'service.type': service.type,
  'service.layer': service.layer,
  'service.owner': service.owner,
});

/**
 * What a service must be started with. Every trace is sent: which ones are kept is decided when they have ended.
 * https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
 *
 * @param endpoint where the collector takes OTLP over HTTP
 */
export const serviceEnvironment = (config: EnvironmentConfig, service: ServiceConfig, endpoint: string): Variables => ({
  OTEL_SERVICE_NAME: service.name,
  OTEL_RESOURCE_ATTRIBUTES: Object.entries(resourceAttributesOf(config, service))
    .map(([key, value]) => `${key}=${encodeURIComponent(value)}`)
    .join(','),
  OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
  OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
  OTEL_TRACES_EXPORTER: 'otlp',
  OTEL_METRICS_EXPORTER: 'otlp',
  OTEL_LOGS_EXPORTER: 'otlp',
  OTEL_TRACES_SAMPLER: 'parentbased_always_on',
  OTEL_PROPAGATORS: 'tracecontext,baggage',
  SERVICE_NAME: service.name,
  SERVICE_PORT: `${service.port}`,
  SERVICE_VERSION: service.version,
  SERVICE_TYPE: service.type,
  SERVICE_LAYER: service.layer,
  SERVICE_TIER: service.tier,
  SERVICE_OWNER: service.owner,
  ENVIRONMENT: config.name,
});
