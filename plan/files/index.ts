import type { Platform } from '../../constructs/core/platform';
import { at, byName, type Json, pairUp, records, same, text } from '../lenient';
import type { FileChange } from '../model';
import { compareFiles, describeFile } from './native';
import { compareRuntime } from './runtime';

/**
 * What differs in the files of each component, in the terms of its program. What differs in how the program is started (image, arguments, environment)
 * is a change of the path `''`. A component that comes or goes has its files alone: the resources tell of it. Pure; throws nothing, whichever version of
 * the toolkit made the platforms.
 */
export function fileChanges(base: Platform | undefined, head: Platform | undefined): readonly FileChange[] {
  return pairUp(byName(at(base, 'components')), byName(at(head, 'components'))).flatMap(([name, before, after]) =>
    changesOfComponent(name, before, after),
  );
}

function changesOfComponent(component: string, before: Json | undefined, after: Json | undefined): readonly FileChange[] {
  const runtime = before === undefined || after === undefined ? [] : compareRuntime(before, after);
  return [
    ...(runtime.length === 0 ? [] : [{ component, path: '', action: 'changed' as const, changes: runtime }]),
    ...changesOfFiles(component, filesOf(before), filesOf(after)),
  ];
}

const filesOf = (component: Json | undefined): ReadonlyMap<string, Json> =>
  new Map(records(component?.['files']).map((file) => [text(file['path']), file]));

function changesOfFiles(component: string, before: ReadonlyMap<string, Json>, after: ReadonlyMap<string, Json>): readonly FileChange[] {
  return pairUp(before, after).flatMap(([path, one, other]): readonly FileChange[] => {
    if (one === undefined) return [{ component, path, action: 'added', changes: describeFile('added', other) }];
    if (other === undefined) return [{ component, path, action: 'removed', changes: describeFile('removed', one) }];
    if (same(one, other)) return [];
    const changes = compareFiles(one, other);
    return changes.length === 0 ? [] : [{ component, path, action: 'changed', changes }];
  });
}
