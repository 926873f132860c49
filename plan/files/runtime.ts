import { isRecord, type Json, list, record, text, texts } from '../lenient';
import type { NativeChange } from '../model';
import { compareThings, type Thing } from './things';

/** What differs in how a component's program is started: its image, arguments, environment and secrets. */
export const compareRuntime = (before: Json, after: Json): readonly NativeChange[] => compareThings(runtimeOf(before), runtimeOf(after));

const runtimeOf = (component: Json): readonly Thing[] => [
  { kind: 'image', name: 'image', value: imageOf(component['image']) },
  ...(Array.isArray(component['entrypoint'])
    ? [{ kind: 'entrypoint', name: 'entrypoint', value: texts(component['entrypoint']).join(' ') }]
    : []),
  ...texts(component['args']).map(argumentOf),
  ...Object.entries(record(component['environment'])).map(([name, value]) => ({ kind: 'environment variable', name, value })),
  ...list(component['secretFiles'])
    .filter(isRecord)
    .map((file) => ({ kind: 'secret file', name: text(file['path']), value: sourceOf(file['source']) })),
  ...Object.entries(record(component['secretEnvironment'])).map(([name, source]) => ({
    kind: 'secret environment variable',
    name,
    value: sourceOf(source),
  })),
];

/** `prom/prometheus:v3.13.5`. */
const imageOf = (image: unknown): string =>
  isRecord(image)
    ? `${text(image['repository'])}:${text(image['tag'])}${image['digest'] === undefined ? '' : `@${text(image['digest'])}`}`
    : text(image);

/** `--log.level=debug` is the flag `--log.level` with a value; what follows no sign is an argument by itself. */
function argumentOf(argument: string): Thing {
  const [, flag, value] = /^(-[^=]*)=([\s\S]*)$/.exec(argument) ?? [];
  return flag === undefined ? { kind: 'argument', name: argument, value: true } : { kind: 'argument', name: flag, value };
}

/** Where a secret comes from, never what it is. */
const sourceOf = (source: unknown): string => `${text(record(source)['kind'])} ${text(record(source)['name'])}`;
