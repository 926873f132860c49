import type { EnvironmentConfig } from '../../config/schema/environment';
import { dashboards } from '../../dashboards';
import type { NativeFile } from '../core/native';
import { DASHBOARDS_DIRECTORY, DASHBOARDS_FILE } from './files';

/** How often Grafana looks for changed files. On a cluster they change below a pod that stays. */
const LOOK_EVERY_SECONDS = 30;

const slug = (folder: string): string => folder.toLowerCase();

/** The directory of a folder's dashboards; not in the volume, where they would outlive what they show. */
const directoryOf = (folder: string): string => `${DASHBOARDS_DIRECTORY}/${slug(folder)}`;

/**
 * The dashboards, one file each, and the file that tells Grafana of them; none when there is nothing to show.
 * https://grafana.com/docs/grafana/latest/administration/provisioning/#dashboards
 */
export function dashboardFiles(config: EnvironmentConfig): readonly NativeFile[] {
  const all = dashboards(config);
  const folders = [...new Set(all.map(({ folder }) => folder))].sort();
  if (folders.length === 0) return [];
  return [
    {
      path: DASHBOARDS_FILE,
      data: {
        apiVersion: 1,
        providers: folders.map((folder) => ({
          name: slug(folder),
          folder,
          folderUid: slug(folder),
          type: 'file',
          disableDeletion: false,
          allowUiUpdates: false,
          updateIntervalSeconds: LOOK_EVERY_SECONDS,
          options: { path: directoryOf(folder) },
        })),
      },
    },
    ...all.map(({ uid, folder, json }): NativeFile => ({ path: `${directoryOf(folder)}/${uid}.json`, content: json })),
  ];
}
