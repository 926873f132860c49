import { load } from 'js-yaml';
import { filesOf } from '../support/variants';
import { GRAFANA_OPTIONS, TEMPO_OPTIONS } from './documented-options';

/** The paths of a file's values: `storage.trace.backend`. */
const pathsOf = (value: unknown, path = ''): readonly string[] =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.entries(value).flatMap(([key, child]) => pathsOf(child, path === '' ? key : `${path}.${key}`))
    : [path];

const isDocumented = (path: string): boolean =>
  TEMPO_OPTIONS.some((option) => (option.endsWith('.*') ? path.startsWith(option.slice(0, -1)) : path === option));

describe("Tempo's options", () => {
  it.each(filesOf('tempo'))('are documented: %s', (_, text) => {
    const paths = pathsOf(load(text));
    expect(paths.length).toBeGreaterThan(5);
    expect(paths.filter((path) => !isDocumented(path))).toEqual([]);
  });

  it('would not include a wrong one', () => {
    expect(isDocumented('compactor.compaction.retention')).toBe(false);
    expect(isDocumented('storage.trace')).toBe(false);
  });
});

/** The sections of a settings file with their keys. */
function settingsOf(text: string): readonly (readonly [string, string])[] {
  let section = '';
  return text.split('\n').flatMap((line) => {
    section = /^\[(.+)\]$/.exec(line)?.[1] ?? section;
    const key = /^([a-z_]+) = /.exec(line)?.[1];
    if (key === undefined && !/^(\[.+\])?$/.test(line)) throw new Error(`neither a section nor a setting: ${line}`);
    return key === undefined ? [] : [[section, key] as const];
  });
}

describe("Grafana's settings", () => {
  it.each(filesOf('grafana', 'grafana.ini'))('are documented: %s', (_, text) => {
    const settings = settingsOf(text);
    expect(settings.length).toBeGreaterThan(5);
    expect(settings.filter(([section, key]) => !(GRAFANA_OPTIONS[section] ?? []).includes(key))).toEqual([]);
  });
});
