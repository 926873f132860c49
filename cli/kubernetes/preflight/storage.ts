import type { Platform } from '../../../constructs/core/platform';
import { type Finding, failed, ok } from '../../preflight/finding';
import { type Cluster, kubernetesTarget } from '../cluster';
import { objectSchema } from '../objects';

const DEFAULT_CLASS = 'storageclass.kubernetes.io/is-default-class';

/** Whether the volumes of the platform find a storage class. */
export async function storageFindings(cluster: Cluster, platform: Platform): Promise<readonly Finding[]> {
  const owners = platform.releases.flatMap(({ delivers }) => delivers.flatMap(({ name, volume }) => (volume === undefined ? [] : [name])));
  if (owners.length === 0) return [];
  const classes = (await cluster.list(objectSchema, 'storageclasses')).map(({ metadata }) => metadata);
  const names = classes.map(({ name }) => name);
  const known = names.length === 0 ? 'it has none' : `it has ${names.join(', ')}`;
  const { storageClass } = kubernetesTarget(platform);
  if (storageClass !== undefined) {
    return names.includes(storageClass)
      ? [ok('storage class', `the volumes of ${owners.join(', ')} are of the storage class ${storageClass}`)]
      : [
          failed(
            'storage class',
            `the cluster has no storage class ${storageClass}, which target.storageClass names: ${known}`,
            `correct target.storageClass; ${cluster.command} get storageclasses lists them`,
          ),
        ];
  }
  const standard = classes.find(({ annotations }) => annotations[DEFAULT_CLASS] === 'true');
  if (standard !== undefined)
    return [ok('storage class', `the volumes of ${owners.join(', ')} are of the default storage class ${standard.name}`)];
  const [first] = names;
  return [
    failed(
      'storage class',
      `the cluster has no default storage class, and ${owners.join(', ')} ${owners.length === 1 ? 'has a volume' : 'have volumes'}: ${known}`,
      first === undefined
        ? 'install a storage provisioner'
        : `set target.storageClass to "${first}", or ${cluster.command} annotate storageclass ${first} ${DEFAULT_CLASS}=true`,
    ),
  ];
}
