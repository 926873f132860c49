import type { RouteConfig } from '../../config/schema/access';
import type { Native } from './native';

type Ingress = Extract<RouteConfig, { kind: 'ingress' }>;
type Gateway = Extract<RouteConfig, { kind: 'gateway' }>['gateway'];

/** Annotations and Secret by which an Ingress gets its certificate. https://cert-manager.io/docs/usage/ingress/ */
export const certificateOf = (
  certificate: Ingress['certificate'],
  ownSecret: string,
): { readonly annotations: Native; readonly secretName: string } =>
  certificate.kind === 'secret'
    ? { annotations: {}, secretName: certificate.name }
    : {
        annotations: { [`cert-manager.io/${certificate.cluster ? 'cluster-issuer' : 'issuer'}`]: certificate.issuer },
        secretName: ownSecret,
      };

/** A Gateway as a route names it. https://gateway-api.sigs.k8s.io/reference/spec/#parentreference */
export const parentReference = ({ name, namespace, section }: Gateway): Native => ({
  name,
  namespace,
  ...(section === undefined ? {} : { sectionName: section }),
});
