import { posix } from 'node:path';
import type { ComponentPlan, SecretFile } from './component';
import { secretOf } from './kubernetes';
import type { Native } from './native';

/** Volumes that put a plan's secrets where its program reads them, each a file alone in its folder. */
export interface SecretVolumes {
  readonly volumes: readonly Native[];
  readonly mounts: readonly Native[];
}

/**
 * Mounts existing Secrets as files. Whole folders, since a file that is mounted alone never sees a new value:
 * https://kubernetes.io/docs/concepts/configuration/secret/#using-secrets-as-files-from-a-pod
 */
export function secretVolumes({ secretFiles }: Pick<ComponentPlan, 'secretFiles'>): SecretVolumes {
  const named = secretFiles.map((file) => ({ file, ...secretOf(file.source) }));
  return {
    volumes: named.map(({ file, name, key }) => ({
      name: volumeName(file),
      // The pod's group reads it, and nobody else.
      secret: { secretName: name, items: [{ key, path: posix.basename(file.path) }], defaultMode: 0o440 },
    })),
    mounts: secretFiles.map((file) => ({ name: volumeName(file), mountPath: posix.dirname(file.path), readOnly: true })),
  };
}

const volumeName = ({ source }: SecretFile): string => `secret-${secretOf(source).name}`.slice(0, 63).replace(/-+$/, '');
