import type { RouteConfig } from '../../config/schema/access';
import type { Native } from '../core/native';
import { certificateOf, parentReference } from '../core/route';

/** Grafana's way in from outside of the cluster, over TLS: an Ingress, or a route of a Gateway that ends TLS itself. */
export function grafanaRoute(route: RouteConfig | undefined, name: string): Native {
  switch (route?.kind) {
    case undefined:
      return {};
    case 'ingress': {
      const { annotations, secretName } = certificateOf(route.certificate, `${name}-tls`);
      return {
        ingress: {
          enabled: true,
          ...(route.className === undefined ? {} : { ingressClassName: route.className }),
          annotations,
          hosts: [route.host],
          tls: [{ secretName, hosts: [route.host] }],
        },
      };
    }
    case 'gateway':
      return { route: { main: { enabled: true, hostnames: [route.host], parentRefs: [parentReference(route.gateway)] } } };
  }
}
