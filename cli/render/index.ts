import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { configError } from '../../config/errors';
import { textOf, toYaml } from '../../constructs/core/native';
import type { Platform } from '../../constructs/core/platform';
import type { Release } from '../../constructs/core/release';
import { writeWhole } from '../../stacks/whole-file';

/** A file as it would be delivered. */
export interface RenderedFile {
  /** Relative to the folder: the component and the file's place in its container, or the release: `loki/etc/loki/config.yaml`, `releases/loki/values.yaml`. */
  readonly path: string;
  readonly text: string;
}

/**
 * The configuration files of components as their programs read them, and on Kubernetes the values of the Helm releases that deliver them.
 * Secrets are references to files, as everywhere. Pure.
 *
 * @param components their names; all when there is none
 * @throws ConfigError for a name that no component has
 */
export function renderedFiles(platform: Platform, components: readonly string[]): readonly RenderedFile[] {
  const names = platform.components.map(({ name }) => name);
  for (const name of components)
    if (!names.includes(name))
      throw configError('component', name, `must be one of ${names.join(', ')}: others are off in ${platform.config.name}`);
  const chosen = new Set(components.length === 0 ? names : components);
  return [
    ...platform.components
      .filter(({ name }) => chosen.has(name))
      .flatMap(({ name, files }) => files.map((file) => ({ path: join(name, file.path), text: textOf(file) }))),
    ...platform.releases
      .filter(({ delivers }) => (delivers.length === 0 ? components.length === 0 : delivers.some(({ name }) => chosen.has(name))))
      .map((release) => ({ path: join('releases', release.name, 'values.yaml'), text: valuesText(release) })),
  ];
}

const valuesText = ({ chart, values }: Release): string => `# ${chart.repository} ${chart.name} ${chart.version}\n${toYaml(values)}`;

/** What a folder was filled with, so that the next time what is no longer rendered goes, and nothing else. */
const manifestSchema = z.object({ o11y: z.literal('render'), environment: z.string(), files: z.array(z.string()) });
const MANIFEST = '.o11y-render.json';

/**
 * Writes rendered files to a folder, each by a rename; those of an earlier time that are no longer rendered are removed, and files of others stay
 * as they are. Writes files.
 *
 * @returns their paths, with the folder
 * @throws ConfigError for a folder that another environment was rendered to, and for files in the way that somebody else wrote; nothing was
 *   written then
 */
export function writeRendered(folder: string, environment: string, files: readonly RenderedFile[], isAll: boolean): readonly string[] {
  const known = readManifest(folder);
  if (known !== undefined && known.environment !== environment)
    throw configError('output', folder, `holds what ${known.environment} is rendered to: name another folder with --output`);
  const paths = files.map(({ path }) => path);
  const before = known?.files ?? [];
  const foreign = files.filter(({ path, text }) => !before.includes(path) && isOther(join(folder, path), text)).map(({ path }) => path);
  if (foreign.length > 0)
    throw configError(
      'output',
      folder,
      `has files of the same names that o11y render did not write: ${foreign.join(', ')}; move them away, or name another folder with --output`,
    );
  const gone = isAll ? before.filter((path) => !paths.includes(path)) : [];
  // The list first: what is cut off in the middle is tidied up by the next run.
  const all = [...new Set([...before, ...paths])].sort();
  write(join(folder, MANIFEST), manifestText(environment, all));
  for (const { path, text } of files) write(join(folder, path), text);
  for (const path of gone) rmSync(join(folder, path), { force: true });
  write(
    join(folder, MANIFEST),
    manifestText(
      environment,
      all.filter((path) => !gone.includes(path)),
    ),
  );
  return paths.map((path) => join(folder, path));
}

/** Whether a file is there that says something else. */
const isOther = (file: string, text: string): boolean => existsSync(file) && readFileSync(file, 'utf8') !== text;

const manifestText = (environment: string, files: readonly string[]): string =>
  `${JSON.stringify({ o11y: 'render', environment, files }, undefined, 2)}\n`;

function readManifest(folder: string): z.output<typeof manifestSchema> | undefined {
  try {
    const manifest = manifestSchema.parse(JSON.parse(readFileSync(join(folder, MANIFEST), 'utf8')));
    // It names what may be removed: only what lies in the folder.
    return { ...manifest, files: manifest.files.filter((path) => !path.startsWith('/') && !path.split('/').includes('..')) };
  } catch {
    return undefined;
  }
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeWhole(file, text);
}
