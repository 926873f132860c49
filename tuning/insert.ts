import { printProperty } from './print';
import type { ObjectExpression } from './syntax';

/** A property with the objects around its value: `limits: { memory: '1GiB' }`. */
export function childText([key = '', ...rest]: readonly string[], value: unknown): string {
  const inner = rest.reduceRight<unknown>((child, name) => ({ [name]: child }), value);
  return printProperty(key, inner);
}

/** Adds a property to the end of an object, in the way the object is laid out: on its line, or on a line of its own. Pure. */
export function insertProperty(source: string, { start, end, properties }: ObjectExpression, text: string): string {
  const open = (start ?? 0) + 1;
  const close = (end ?? source.length) - 1;
  const last = properties.at(-1);
  if (last === undefined) return insertFirst(source, open, close, text);
  const lastEnd = last.end ?? open;
  const tail = source.slice(lastEnd, close);
  const comma = commaIn(tail);
  if (!isOnLines(source, open, close)) {
    const filled = lastEnd + tail.trimEnd().length;
    return `${source.slice(0, filled)}${comma === undefined ? ',' : ''} ${text}${source.slice(filled)}`;
  }
  const withComma = comma === undefined ? `${source.slice(0, lastEnd)},${source.slice(lastEnd)}` : source;
  const from = comma === undefined ? lastEnd + 1 : lastEnd + comma + 1;
  const at = from + commentsBeside(withComma.slice(from));
  const indentation = indentationAt(source, last.start ?? open);
  return `${withComma.slice(0, at)}${lineEnd(source)}${indentation}${text},${withComma.slice(at)}`;
}

function insertFirst(source: string, open: number, close: number, text: string): string {
  const inner = source.slice(open, close);
  if (inner.trim() === '') return `${source.slice(0, open)} ${text} ${source.slice(close)}`;
  // Only comments: the property follows them.
  const outer = indentationAt(source, open);
  const filled = open + inner.trimEnd().length;
  return `${source.slice(0, filled)}${lineEnd(source)}${outer}  ${text},${lineEnd(source)}${outer}${source.slice(close)}`;
}

/** Whether the first property begins on a line after the brace, or the last ends on one before the other brace. */
const isOnLines = (source: string, open: number, close: number): boolean => {
  const inner = source.slice(open, close);
  return /^\s*\n/.test(withoutComments(inner)) || /\n\s*$/.test(withoutComments(inner));
};

const COMMENT = /\/\/[^\r\n]*|\/\*[\s\S]*?\*\//g;

/** The same text with blanks in place of comments, so that places stay. It is used where there are no strings, or they do not matter. */
const withoutComments = (text: string): string => text.replace(COMMENT, (comment) => comment.replace(/[^\r\n]/g, '_'));

/** Where the comma is between a last property and the brace. */
function commaIn(tail: string): number | undefined {
  const index = withoutComments(tail).indexOf(',');
  return index < 0 ? undefined : index;
}

/** The length of the comments that are still on the line. */
const commentsBeside = (text: string): number => /^(?:[ \t]*(?:\/\/[^\r\n]*|\/\*[\s\S]*?\*\/))*/.exec(text)?.[0].length ?? 0;

function indentationAt(source: string, position: number): string {
  const lineStart = source.lastIndexOf('\n', position - 1) + 1;
  return /^[ \t]*/.exec(source.slice(lineStart))?.[0] ?? '';
}

const lineEnd = (source: string): string => (source.includes('\r\n') ? '\r\n' : '\n');
