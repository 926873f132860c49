import * as z from 'zod';
import type { Platform } from '../../../constructs/core/platform';
import { type Finding, failed, ok } from '../../preflight/finding';
import type { Cluster } from '../cluster';
import { resizesOf } from '../resize';

/** https://kubernetes.io/docs/concepts/storage/storage-classes/#allow-volume-expansion */
const storageClassSchema = z.object({ metadata: z.object({ name: z.string() }), allowVolumeExpansion: z.boolean().default(false) });

/** Whether volumes that are to grow can. */
export async function volumeFindings(cluster: Cluster, platform: Platform): Promise<readonly Finding[]> {
  const growing = (await resizesOf(cluster, platform)).filter(({ growths }) => growths.length > 0);
  if (growing.length === 0) return [];
  const classes = await cluster.list(storageClassSchema, 'storageclasses');
  const grows = (name: string | undefined): boolean =>
    classes.some(({ metadata, allowVolumeExpansion }) => metadata.name === name && allowVolumeExpansion);
  return growing.map(({ component, namespace, size, growths }) => {
    const stuck = growths.find(({ storageClass }) => !grows(storageClass));
    return stuck === undefined
      ? ok('volumes', `the volumes of ${component} grow to ${size}`)
      : failed(
          'volumes',
          `the volume ${stuck.claim} in ${namespace} must grow from ${stuck.from} to ${size}, which its storage class ${stuck.storageClass ?? '(none)'} does not allow`,
          `set volumeSize of ${component} to what there is and shorten its retention, or allow it: ${cluster.command} patch storageclass ${stuck.storageClass ?? '<name>'} -p '{"allowVolumeExpansion":true}'`,
        );
  });
}
