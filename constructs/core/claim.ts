import type { KubernetesTargetConfig } from '../../config/schema/kubernetes';
import type { Native } from './native';

/** The storage class of volumes, as most charts and every claim name it; nothing where the cluster's default is meant. */
export const storageClassOf = ({ storageClass }: KubernetesTargetConfig): Native =>
  storageClass === undefined ? {} : { storageClassName: storageClass };

/** Specification of a claim for a volume that one node at a time writes to. The size is a quantity of Kubernetes': `20Gi`. */
export const claimSpec = (target: KubernetesTargetConfig, size: string): Native => ({
  accessModes: ['ReadWriteOnce'],
  resources: { requests: { storage: size } },
  ...storageClassOf(target),
});
