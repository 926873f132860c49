import type { EnvironmentConfig } from '../../config/schema/environment';
import { resourceName } from '../core/naming';
import type { Native } from '../core/native';

/** Namespace whose telemetry settings hold for the whole mesh: https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-root_namespace */
const MESH_ROOT = 'istio-system';

/** The provider's name in the mesh's own settings. */
const PROVIDER = 'otel-tracing';

/**
 * Makes every proxy of the mesh report all of its requests: one that the mesh leaves out is one that no rule of tail sampling sees.
 * The provider is in the mesh's own settings, which are not this platform's:
 *
 *     meshConfig:
 *       extensionProviders:
 *         - name: otel-tracing
 *           opentelemetry: { service: o11y-otel-collector.observability.svc.cluster.local, port: 4317 }
 *
 * https://istio.io/latest/docs/tasks/observability/distributed-tracing/opentelemetry/
 */
export const meshTelemetry = (config: Pick<EnvironmentConfig, 'platform' | 'name'>): Native => ({
  apiVersion: 'telemetry.istio.io/v1',
  kind: 'Telemetry',
  metadata: { name: resourceName(config, 'tracing'), namespace: MESH_ROOT },
  spec: { tracing: [{ providers: [{ name: PROVIDER }], randomSamplingPercentage: 100 }] },
});
