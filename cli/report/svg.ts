import { type Html, html } from './html';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Coordinates with one decimal: enough for a screen, and short. */
export const round = (value: number): number => Math.round(value * 10) / 10;

const NARROW = /[iljtfrI.,:;'|!()[\] ]/;
const WIDE = /[mwMW@%]/;
const CAPITAL = /[A-Z]/;

/** Width (px) of a text in a proportional sans-serif font, generously: there is no font to measure where the report is written. */
export function textWidth(text: string, size: number, weight: 'normal' | 'bold' = 'normal'): number {
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return Math.ceil(width * size * (weight === 'bold' ? 1.08 : 1));
}

function characterWidth(character: string): number {
  if (NARROW.test(character)) return 0.36;
  if (WIDE.test(character)) return 0.95;
  if (CAPITAL.test(character)) return 0.74;
  // Scripts beyond Latin are as wide as high.
  return character.charCodeAt(0) > 0x2e80 ? 1.05 : 0.6;
}

/** A text that takes at most `width` px; the end of a longer one is left out. */
export function fitText(text: string, size: number, width: number): string {
  if (textWidth(text, size) <= width) return text;
  const characters = [...text];
  while (characters.length > 1 && textWidth(`${characters.join('')}…`, size) > width) characters.pop();
  return `${characters.join('').trimEnd()}…`;
}

/** Width (px) below which the letters of a larger drawing would become too small. */
export const READABLE_WIDTH = 720;

/** A drawing with a title and a description for those who do not see it. */
export function figure(props: {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly width: number;
  readonly height: number;
  readonly content: Html | readonly Html[];
}): Html {
  const { id, title, description, width, height, content } = props;
  // Never larger than drawn; style.ts lets a wide one shrink, down to what is readable, and scroll from there.
  const className = width > READABLE_WIDTH ? 'drawing wide' : 'drawing';
  return html`<div class="scroll"><svg class="${className}" role="img" aria-labelledby="${id}-title ${id}-description" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">
<title id="${id}-title">${title}</title>
<desc id="${id}-description">${description}</desc>
${content}</svg></div>`;
}

const CORNER = 6;

/** A line through points at right angles, its corners rounded, with an arrowhead at its end. */
export function arrow(points: readonly Point[], className: string): Html {
  const end = points.at(-1);
  const before = points.at(-2);
  if (end === undefined || before === undefined) return html``;
  return html`<g class="${className}"><path class="line" d="${roundedPath(points)}"/><path class="head" d="${arrowhead(before, end)}"/></g>\n`;
}

function roundedPath(points: readonly Point[]): string {
  return points
    .map((point, index) => {
      const before = points[index - 1];
      const after = points[index + 1];
      if (before === undefined) return `M${coordinates(point)}`;
      if (after === undefined) return `L${coordinates(point)}`;
      return `L${coordinates(towards(point, before))}Q${coordinates(point)} ${coordinates(towards(point, after))}`;
    })
    .join('');
}

const coordinates = ({ x, y }: Point): string => `${round(x)} ${round(y)}`;

function towards(from: Point, to: Point): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  if (length === 0) return from;
  const share = Math.min(CORNER, length / 2) / length;
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}

function arrowhead(before: Point, end: Point): string {
  const length = Math.hypot(end.x - before.x, end.y - before.y) || 1;
  const along = { x: (end.x - before.x) / length, y: (end.y - before.y) / length };
  const corner = (side: number): Point => ({ x: end.x - along.x * 8 + along.y * side, y: end.y - along.y * 8 - along.x * side });
  return `M${coordinates(end)}L${coordinates(corner(4))}L${coordinates(corner(-4))}Z`;
}

/** A label in the middle of a line, on a patch of the background so that the line does not run through its letters. */
export function edgeLabel(text: string, centre: Point, size: number): Html {
  const width = textWidth(text, size) + 6;
  return html`<g class="label"><rect x="${round(centre.x - width / 2)}" y="${round(centre.y - 8)}" width="${width}" height="16" rx="4"/><text x="${round(centre.x)}" y="${round(centre.y + size * 0.35)}">${text}</text></g>\n`;
}
