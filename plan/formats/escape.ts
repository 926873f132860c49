import { oneLine } from './words';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const entity = (sign: string): string => ENTITIES[sign] ?? `&#${sign.charCodeAt(0)};`;

/** A text within HTML, such as a summary, where Markdown is not read. */
export const html = (text: string): string => withoutLinks(oneLine(text)).replace(/[&<>"']/g, entity);

/** What Markdown reads as something other than itself; a dollar may start a formula on GitHub. */
const MARKUP = /[&<>"'\\`*_{}[\]()#|~$^=]/g;

/** A text within a line of Markdown as it is: no markup, no mention of people, no link to an issue, a commit or an address. */
export const prose = (text: string): string => withoutLinks(oneLine(text)).replace(MARKUP, entity);

/** Has no width: parts what GitHub would make a link of. */
const PART = '\u200b';

const withoutLinks = (text: string): string =>
  text
    .replace(/@(?=[\w/-])/g, `@${PART}`)
    .replace(/#(?=\d)/g, `#${PART}`)
    .replace(/\b(GH-)(?=\d)/gi, `$1${PART}`)
    .replace(/:\/\//g, `:${PART}//`)
    .replace(/\bwww\./gi, (www) => `${www.slice(0, 3)}${PART}.`)
    .replace(/:(?=[\w+-]+:)/g, `:${PART}`);

/**
 * A value as code, in which GitHub links neither people nor issues. With a pipe or a backslash it is HTML: within a table, readers of Markdown
 * differ in how they take these.
 */
export function code(text: string): string {
  const line = oneLine(text);
  if (line === '') return '*empty*';
  if (/[|\\]/.test(line)) return `<code>${prose(line)}</code>`;
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map((ticks) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  const pad = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
}
