/** Markup that is safe to insert: every text in it is escaped. Only {@link html} and {@link trusted} make it. */
export class Html {
  constructor(readonly markup: string) {}

  toString(): string {
    return this.markup;
  }
}

type Insertable = Html | string | number | undefined | false | readonly Insertable[];

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

// Neither XML nor HTML may hold these, not even as references; tab and line breaks are allowed.
const FORBIDDEN = /(?![\t\n\r])\p{Cc}/gu;

/** A text as it is written in HTML, between tags and in quoted attributes alike. */
const escapeHtml = (text: string): string =>
  text.replaceAll(FORBIDDEN, '\uFFFD').replaceAll(/[&<>"']/g, (found) => ENTITIES[found] ?? found);

/** Markup of our own, without anything of the configuration in it: a style sheet, a script. */
export const trusted = (markup: string): Html => new Html(markup);

/** Markup from a template. What is inserted is escaped unless it is markup itself; lists are joined, `undefined` and `false` are left out. */
export function html(strings: TemplateStringsArray, ...values: readonly Insertable[]): Html {
  return new Html(String.raw({ raw: strings }, ...values.map(insert)));
}

function insert(value: Insertable): string {
  if (value === undefined || value === false) return '';
  if (value instanceof Html) return value.markup;
  if (typeof value === 'string') return escapeHtml(value);
  if (typeof value === 'number') return String(value);
  return value.map(insert).join('');
}

/** A text as part of an `id`: letters, digits and hyphens. */
export const identifier = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');

/** A table with a caption; the first cell of each row is its header. */
export function table(props: {
  readonly caption: string;
  readonly columns: readonly { readonly title: string; readonly numeric?: boolean }[];
  readonly rows: readonly (readonly (Html | string)[])[];
  readonly footer?: readonly (Html | string)[];
}): Html {
  const { caption, columns, rows, footer } = props;
  const row = (cells: readonly (Html | string)[]): Html =>
    html`<tr>${cells.map((cell, index) => {
      const style = columns[index]?.numeric === true ? html` class="numeric"` : undefined;
      return index === 0 ? html`<th scope="row">${cell}</th>` : html`<td${style}>${cell}</td>`;
    })}</tr>\n`;
  return html`<div class="scroll"><table>
<caption>${caption}</caption>
<thead><tr>${columns.map(({ title, numeric }) => html`<th scope="col"${numeric === true && html` class="numeric"`}>${title}</th>`)}</tr></thead>
<tbody>
${rows.map(row)}</tbody>
${footer !== undefined && html`<tfoot>${row(footer)}</tfoot>\n`}</table></div>`;
}
