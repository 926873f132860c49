/** An element of a page, with its attributes as written. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

const VOID = ['meta', 'br', 'hr'];
const TAG = /<(\/?)([a-z][a-z0-9]*)((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*(\/?)>|<!doctype html>|<(style|script)>[\s\S]*?<\/\5>/gi;

/** Every element of a page. @throws Error for a tag that is not closed, or a `<` that begins none */
export function elements(page: string): readonly Element[] {
  const found: Element[] = [];
  const open: string[] = [];
  // Whole, so that what is inside does not count as markup.
  const raw = page.replaceAll(/<(style|script)>[\s\S]*?<\/\1>/g, '<$1></$1>');
  for (const [, closing, name = '', attributes = '', selfClosing] of raw.matchAll(TAG)) {
    if (name === '') continue;
    if (closing === '/') {
      if (open.pop() !== name) throw new Error(`</${name}> closes nothing`);
      continue;
    }
    found.push({
      name,
      attributes: Object.fromEntries([...attributes.matchAll(/([\w:-]+)(?:="([^"]*)")?/g)].map(([, key = '', value = '']) => [key, value])),
    });
    if (selfClosing !== '/' && !VOID.includes(name)) open.push(name);
  }
  if (open.length > 0) throw new Error(`<${open.at(-1)}> is not closed`);
  const rest = raw.replaceAll(TAG, '');
  if (rest.includes('<')) throw new Error(`no tag: ${rest.slice(rest.indexOf('<'), rest.indexOf('<') + 60)}`);
  return found;
}

const ENTITIES: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&amp;': '&' };

/** What a reader sees of markup. */
export const plainText = (markup: string): string =>
  markup.replaceAll(/<[^>]*>/g, '\n').replaceAll(/&(?:lt|gt|quot|#39|amp);/g, (entity) => ENTITIES[entity] ?? entity);

/** The texts of a table, row by row, the head first. */
export const tableRows = (markup: string): readonly (readonly string[])[] =>
  [...markup.matchAll(/<tr>([\s\S]*?)<\/tr>/g)].map(([, row = '']) =>
    [...row.matchAll(/<t[hd][^>]*>([\s\S]*?)<\/t[hd]>/g)].map(([, cell = '']) => plainText(cell).replaceAll(/\s+/g, ' ').trim()),
  );

/** A rectangle in a drawing. */
export interface Rectangle {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Box extends Rectangle {
  readonly external: boolean;
  readonly marks: readonly string[];
  readonly steps: readonly string[];
}

/** The boxes of a drawing. */
export const boxes = (drawing: string): readonly Box[] =>
  [
    ...drawing.matchAll(
      /<g class="node ([\w-]+)" transform="translate\(([\d.]+) ([\d.]+)\)"><rect class="box" width="([\d.]+)" height="([\d.]+)"[^\n]*/g,
    ),
  ].map(([line, className, x, y, width, height]) => ({
    text: plainText(/class="name"[^>]*>([^<]*)/.exec(line)?.[1] ?? ''),
    external: className === 'role-external',
    marks: [...line.matchAll(/class="mark".*?<text[^>]*>([^<]*)/g)].map(([, text = '']) => plainText(text)),
    steps: [...line.matchAll(/class="step".*?class="detail"[^>]*>([^<]*)/g)].map(([, text = '']) => plainText(text)),
    ...rectangle(x, y, width, height),
  }));

/** The labels of the arrows of a drawing. */
export const labels = (drawing: string): readonly Rectangle[] =>
  [...drawing.matchAll(/<g class="label"><rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"[^>]*><text[^>]*>([^<]*)/g)].map(
    ([, x, y, width, height, text = '']) => ({
      text: plainText(text),
      ...rectangle(x, y, width, height),
    }),
  );

const rectangle = (...values: readonly (string | undefined)[]): Omit<Rectangle, 'text'> => {
  const [x = 0, y = 0, width = 0, height = 0] = values.map(Number);
  return { x, y, width, height };
};

/** The pairs of rectangles of which one covers a part of the other. */
export const overlaps = (rectangles: readonly Rectangle[]): readonly string[] =>
  rectangles.flatMap((a, index) =>
    rectangles
      .slice(index + 1)
      .filter((b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height)
      .map((b) => `${a.text} and ${b.text}`),
  );
