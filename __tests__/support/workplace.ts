import { existsSync } from 'node:fs';
import { describeWith } from './needs';

/**
 * Data of other projects that tests compare with, which is too large or too foreign to be a part of this repository: each lies in a folder
 * that an environment variable names.
 */
export const FOREIGN_DATA = {
  /** `<chart>-<version>/values.yaml`, and values.schema.json where the chart has one. */
  chartValues: 'O11Y_CHART_VALUES',
  /** `<chart>/`: whole charts with their dependencies, as `helm pull --untar` leaves them. */
  charts: 'O11Y_CHARTS',
  /** `<provider>.json`: what `terraform providers schema -json` prints. */
  providerSchemas: 'O11Y_PROVIDER_SCHEMAS',
  /** `<kind>-<group>-<version>.json`: JSON schemas of Kubernetes objects. */
  kubernetesSchemas: 'O11Y_KUBERNETES_SCHEMAS',
} as const;

export type ForeignData = keyof typeof FOREIGN_DATA;

/** The folder of some data; undefined when it is not there. */
export function folderOf(data: ForeignData): string | undefined {
  const folder = process.env[FOREIGN_DATA[data]];
  return folder !== undefined && existsSync(folder) ? folder : undefined;
}

/** Tests that need data of other projects. */
export function describeWithData(needed: readonly ForeignData[], title: string, tests: (folders: readonly string[]) => void): void {
  const missing = needed.filter((data) => folderOf(data) === undefined).map((data) => FOREIGN_DATA[data]);
  const folders = needed.map((data) => folderOf(data) ?? '.');
  describeWith({ missing: missing.length === 0 ? undefined : missing.join(' and ') }, title, () => tests(folders));
}
