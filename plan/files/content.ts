import { load } from 'js-yaml';
import { isRecord, type Json, text } from '../lenient';

/** What a native file holds: data, or lines where it is none. */
export type Content = { readonly data: Json; readonly isIni: boolean } | { readonly lines: readonly string[] };

/** The content of a component's file, as data in whichever way it is written. */
export function contentOf(file: unknown): Content {
  if (!isRecord(file)) return { lines: [] };
  const path = text(file['path']);
  if (isRecord(file['data'])) return { data: file['data'], isIni: file['format'] === 'ini' || path.endsWith('.ini') };
  const content = text(file['content']);
  const data = parsed(path, content);
  return isRecord(data) ? { data, isIni: false } : { lines: content.split('\n') };
}

/** A text that its program could not read either is compared line by line. */
function parsed(path: string, content: string): unknown {
  try {
    if (path.endsWith('.json')) return JSON.parse(content);
    if (/\.ya?ml$/.test(path)) return load(content);
  } catch {
    return undefined;
  }
  return undefined;
}
