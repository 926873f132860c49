import { oneLine } from './words';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const entity = (sign: string): string => ENTITIES[sign] ?? `&#${sign.charCodeAt(0)};`;

/** A text within HTML, such as a summary, where Markdown is not read. */
export const html = (text: string): string => withoutLinks(oneLine(text)).replace(/[&<>"']/g, entity);

/** What Markdown reads as something other than itself; a dollar may start a formula on GitHub. */
const MARKUP = /[&<>"'\\`*_{}[\]()#|~$^=]/g;

/**
 * A text within a line of Markdown as it is: no markup, no mention of people, no link to an issue, a commit or an address. It may begin an item of a
 * list or a cell of a table.
 */
export const prose = (text: string): string => withoutLinks(oneLine(text)).replace(MARKUP, entity).replace(LIST_MARK, entity);

/** What would begin a list, or be a line across the page, at the start of a line; the sign behind a number does. */
const LIST_MARK = /^[-+](?=[\s-]|$)|(?<=^\d{1,9})\.(?=\s|$)/;

/** Has no width: parts what a link would be made of. Entities do not: links to people and issues are looked for in what has been rendered. */
const PART = '\u200b';

/** What GitHub and GitLab make links of in a text, cut where the part comes in. */
const LINKS: readonly RegExp[] = [
  // People, issues, and GitLab's merge requests, labels, milestones and epics: @name, #12, a/b#12, user@commit, !12, ~label, %milestone, &12.
  /(?<=[@#!~%&^])(?=[\w"'/-])/g,
  /(?<=\bG[HL]-)(?=\d)/gi,
  // Addresses.
  /(?<=:)(?=\/\/)/g,
  /(?<=www)(?=\.)/gi,
  // Signs by their names: :tada:. GitLab's [vulnerability:12].
  /(?<=:)(?=[\w+-]+:)/g,
  /(?<=\[)(?=\w+:)/g,
];

/** From seven digits on. */
const COMMIT = /(?<![0-9a-z])[0-9a-f]{7,40}(?![0-9a-z])/gi;

const withoutLinks = (text: string): string =>
  LINKS.reduce((parted, place) => parted.replace(place, PART), text).replace(COMMIT, (hash) => hash.replace(/.{6}(?=.)/g, `$&${PART}`));

/** A reply by mail quotes a comment without its markup, so that a mention in code would call somebody after all (dependabot/dependabot-core#3157). */
const MENTION = /(?<=(?:^|[^\w@])@)(?=\w)/g;

/**
 * A value as code, in which GitHub links neither people nor issues. With a pipe or a backslash it is HTML: within a table, readers of Markdown
 * differ in how they take these.
 */
export function code(text: string): string {
  const line = oneLine(text).replace(MENTION, PART);
  if (line === '') return '*empty*';
  if (/[|\\]/.test(line)) return `<code>${prose(line)}</code>`;
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map((ticks) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  const pad = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
}
