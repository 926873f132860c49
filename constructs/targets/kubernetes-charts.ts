import type { KubernetesTargetConfig } from '../../config/schema/kubernetes';
import type { ChartReference } from '../../config/versions';

/** Folder of the synthesised stack, seen from which a path of the project's folder begins with this. */
const PROJECT = '../../..';

/** Where Helm finds a chart, as attributes of `helm_release`. Pure. */
export function chartAttributes(
  source: KubernetesTargetConfig['charts']['source'],
  { repository, name, version }: ChartReference,
): { readonly chart: string; readonly repository?: string; readonly version?: string } {
  switch (source.kind) {
    case 'repository':
      return { chart: name, repository, version };
    case 'oci':
      return { chart: name, repository: source.registry, version };
    case 'directory':
      // The version is the folder's own: Helm refuses one beside a path.
      return { chart: `${PROJECT}/${source.path}/${name}` };
  }
}
