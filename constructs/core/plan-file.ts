import type { ComponentPlan } from './component';
import type { Native, NativeFile } from './native';

/** The configuration file of a component that has exactly one. @throws RangeError when it has none or several */
export function onlyFile({ name, files }: Pick<ComponentPlan, 'name' | 'files'>): NativeFile {
  const [file, ...others] = files;
  if (file === undefined || others.length > 0) throw new RangeError(`${name} has ${files.length} files, not one`);
  return file;
}

/** The data of that file. @throws RangeError when it is a text */
export function onlyData(plan: Pick<ComponentPlan, 'name' | 'files'>): Native {
  const file = onlyFile(plan);
  if (!('data' in file)) throw new RangeError(`${file.path} of ${plan.name} is a text`);
  return file.data;
}

/** The data of the file at a path. @throws RangeError when there is none, or it is a text */
export function dataAt({ name, files }: Pick<ComponentPlan, 'name' | 'files'>, path: string): Native {
  const file = files.find((candidate) => candidate.path === path);
  if (file === undefined || !('data' in file)) throw new RangeError(`${name} has no data at ${path}`);
  return file.data;
}
