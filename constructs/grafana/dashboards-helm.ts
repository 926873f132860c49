import { posix } from 'node:path';
import type { ComponentPlan } from '../core/component';
import { deliveredLabels, escapeTemplate } from '../core/kubernetes';
import { type Native, textOf } from '../core/native';
import type { ReleaseContext } from '../core/release-definition';
import { DASHBOARDS_DIRECTORY, DASHBOARDS_FILE } from './files';

/** A directory of dashboards, and the files in it. */
interface Folder {
  readonly directory: string;
  readonly files: ComponentPlan['files'];
}

function foldersOf({ files }: ComponentPlan): readonly Folder[] {
  const dashboards = files.filter(({ path }) => path.startsWith(`${DASHBOARDS_DIRECTORY}/`));
  const directories = [...new Set(dashboards.map(({ path }) => posix.dirname(path)))];
  return directories.map((directory) => ({ directory, files: dashboards.filter(({ path }) => posix.dirname(path) === directory) }));
}

/**
 * Dashboards in the values of the chart: a ConfigMap for each folder, since one holds 1 MiB at most. The chart's own value `dashboards` would
 * start every pod with a container that downloads, although there is nothing to download.
 */
export function dashboardValues({ config }: Pick<ReleaseContext, 'config'>, plan: ComponentPlan, name: string): Native {
  const folders = foldersOf(plan);
  const providers = plan.files.find(({ path }) => path === DASHBOARDS_FILE);
  if (providers === undefined || !('data' in providers)) return {};
  return {
    dashboardProviders: { [posix.basename(DASHBOARDS_FILE)]: providers.data },
    extraObjects: folders.map(({ directory, files }) => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: configMapOf(name, directory), labels: deliveredLabels(config, plan.name) },
      data: Object.fromEntries(files.map((file) => [posix.basename(file.path), escapeTemplate(textOf(file))])),
    })),
    // Whole, and not file by file: the kubelet never updates a file that is mounted alone.
    extraConfigmapMounts: folders.map(({ directory }) => ({
      name: configMapOf('dashboards', directory),
      configMap: configMapOf(name, directory),
      mountPath: directory,
      readOnly: true,
    })),
  };
}

const configMapOf = (name: string, directory: string): string => `${name}-${posix.basename(directory)}`;

/** Where those files are among the values of kube-prometheus-stack. */
export function dashboardPlaces(plan: ComponentPlan): Readonly<Record<string, readonly string[]>> {
  const places = foldersOf(plan).flatMap(({ files }, index) =>
    files.map(({ path }) => [path, ['grafana', 'extraObjects', String(index), 'data', posix.basename(path)]] as const),
  );
  if (places.length === 0) return {};
  return { [DASHBOARDS_FILE]: ['grafana', 'dashboardProviders', posix.basename(DASHBOARDS_FILE)], ...Object.fromEntries(places) };
}
