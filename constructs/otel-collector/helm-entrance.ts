import type { EnvironmentConfig } from '../../config/schema/environment';
import { objectName } from '../core/kubernetes';
import type { Native } from '../core/native';
import { certificateOf, parentReference } from '../core/route';
import { EXTERNAL_ENDPOINT, type ExternalOtlp } from './external';

/** What OTLP over HTTP is posted to begins with this: https://opentelemetry.io/docs/specs/otlp/#otlphttp-request */
const OTLP_PATH = '/v1';

/** The way to the gateway from outside of the cluster, over TLS: an Ingress, or a route of a Gateway that ends TLS itself. */
export function entrance(config: Pick<EnvironmentConfig, 'platform'>, { route }: ExternalOtlp): Native {
  const { port } = EXTERNAL_ENDPOINT;
  switch (route.kind) {
    case 'ingress': {
      const { annotations, secretName } = certificateOf(route.certificate, `${objectName(config, 'otel-collector')}-tls`);
      return {
        ingress: {
          enabled: true,
          annotations,
          ...(route.className === undefined ? {} : { ingressClassName: route.className }),
          hosts: [{ host: route.host, paths: [{ path: OTLP_PATH, pathType: 'Prefix', port }] }],
          tls: [{ secretName, hosts: [route.host] }],
        },
      };
    }
    case 'gateway':
      return {
        httproute: {
          enabled: true,
          parentRefs: [parentReference(route.gateway)],
          hostnames: [route.host],
          rules: [{ matches: [{ path: { type: 'PathPrefix', value: OTLP_PATH } }], backendRefs: [{ port }] }],
        },
      };
  }
}
