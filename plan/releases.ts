import type { Platform } from '../constructs/core/platform';
import { changesOf } from './config-changes';
import { at, byName, isRecord, type Json, pairUp, record, records, same, text, texts } from './lenient';
import type { ReleaseChange } from './model';

/**
 * What differs in each Helm release: the version of its chart, and its values by path, without those that are a component's files. Pure; throws nothing,
 * whichever version of the toolkit made the platforms.
 */
export function releaseChanges(base: Platform | undefined, head: Platform | undefined): readonly ReleaseChange[] {
  return pairUp(byName(at(base, 'releases')), byName(at(head, 'releases'))).flatMap(([name, before, after]) =>
    compareReleases(name, before, after),
  );
}

function compareReleases(release: string, before: Json | undefined, after: Json | undefined): readonly ReleaseChange[] {
  if (before === undefined) return [{ release, action: 'added', chart: { after: chartOf(after, before) }, values: [] }];
  if (after === undefined) return [{ release, action: 'removed', chart: { before: chartOf(before, after) }, values: [] }];
  const [one, other] = [valuesOf(before, after), valuesOf(after, before)];
  const values = same(one, other) ? [] : changesOf(one, other);
  const chart = { before: chartOf(before, after), after: chartOf(after, before) };
  const isOtherChart = chart.before !== chart.after;
  if (values.length === 0 && !isOtherChart) return [];
  return [{ release, action: 'changed', ...(isOtherChart ? { chart } : {}), values }];
}

/** The version, and which chart when it is another than on the other side. */
function chartOf(release: Json | undefined, other: Json | undefined): string {
  const [name, version] = ['name', 'version'].map((key) => text(at(release, 'chart', key)));
  const isOther = other !== undefined && text(at(other, 'chart', 'name')) !== name;
  return isOther ? `${name} ${version}` : (version ?? '');
}

/** The values without what either side delivers there as a file: what one has as a file and the other has not is told with the files. */
const valuesOf = (release: Json, other: Json): Json =>
  record([...filePaths(release), ...filePaths(other)].reduce<unknown>((values, keys) => withoutPath(values, keys), release['values']));

const filePaths = (release: Json): readonly (readonly string[])[] =>
  records(release['delivers'])
    .flatMap((component) => Object.values(record(component['files'])))
    .map(texts)
    .filter((keys) => keys.length > 0);

function withoutPath(value: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined) return undefined;
  if (Array.isArray(value)) return value.map((item, index) => (String(index) === key ? withoutPath(item, rest) : item));
  if (!isRecord(value) || !(key in value)) return value;
  const entries = Object.entries(value).flatMap(([name, child]) => {
    if (name !== key) return [[name, child]];
    return rest.length === 0 ? [] : [[name, withoutPath(child, rest)]];
  });
  return Object.fromEntries(entries);
}
