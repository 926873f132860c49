import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writeWhole } from '../../stacks/whole-file';
import { type Project, platformOf } from '../terraform/project';
import { renderPage } from './page';
import { sections } from './sections';

/**
 * Writes the report of a project's environments: one HTML file that opens offline.
 *
 * @param environments their names, in the order of the report; none means all
 * @param file default: report.html in the output folder
 * @returns the path of the file
 * @throws ConfigError when there is no environment of a name
 */
export async function writeReport(
  project: Project,
  environments: readonly string[],
  file = join(project.outdir, 'report.html'),
): Promise<string> {
  const names = environments.length === 0 ? project.platforms.map(({ config }) => config.name) : [...new Set(environments)];
  const page = await renderPage(
    names.map((name) => platformOf(project, name)),
    sections,
  );
  mkdirSync(dirname(file), { recursive: true });
  writeWhole(file, page);
  return file;
}
