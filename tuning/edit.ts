import { type ParseResult, parse } from '@babel/parser';
import { childText, insertProperty } from './insert';
import { printValue } from './print';
import { keyOf, type ObjectExpression, type ObjectMember, type Expression as Syntax, unwrap } from './syntax';

export { Expression } from './print';

/** A value that the configuration is to have. */
export interface ConfigEdit {
  readonly path: readonly string[];
  /** Plain data, or an {@link Expression}. */
  readonly value: unknown;
}

/** An edit that cannot be made in the text, and why not. */
export interface RefusedEdit {
  readonly path: string;
  /** Line of the file, from 1; absent when it is about the whole file. */
  readonly line?: number;
  readonly why: string;
}

/** What became of a text. */
export interface Edited {
  readonly source: string;
  readonly applied: readonly ConfigEdit[];
  readonly refused: readonly RefusedEdit[];
}

/**
 * Sets values in the object that a TypeScript file exports by default, and leaves every other character of it as it is. A value that the
 * file computes, or takes from somewhere else, is not touched: what it should be there is for people to say. Pure.
 */
export function editConfig(source: string, edits: readonly ConfigEdit[]): Edited {
  const applied: ConfigEdit[] = [];
  const refused: RefusedEdit[] = [];
  let text = source;
  for (const edit of edits) {
    // Places move with every edit; the file is small.
    const result = setValue(text, edit);
    if (typeof result === 'string') {
      text = result;
      applied.push(edit);
    } else {
      refused.push({ ...result, path: edit.path.join('.') });
    }
  }
  return { source: text, applied, refused };
}

type Refused = Omit<RefusedEdit, 'path'>;

function setValue(source: string, { path, value }: ConfigEdit): string | Refused {
  let file: ParseResult;
  try {
    file = parse(source, { sourceType: 'module', plugins: ['typescript'] });
  } catch (error) {
    return { why: `the file is no TypeScript: ${error instanceof Error ? error.message : String(error)}` };
  }
  const root = defaultExport(file);
  if (root === undefined) return { why: 'the file has no default export that is written as an object' };
  return setIn(source, root, path, value);
}

/** The object literal that is exported by default, itself or as a constant of the file. */
function defaultExport({ program }: ParseResult): ObjectExpression | undefined {
  for (const statement of program.body) {
    if (statement.type !== 'ExportDefaultDeclaration') continue;
    const { declaration } = statement;
    if (declaration.type === 'FunctionDeclaration' || declaration.type === 'ClassDeclaration' || declaration.type === 'TSDeclareFunction')
      return undefined;
    const exported = unwrap(declaration);
    return exported.type === 'Identifier' ? constantNamed(program, exported.name) : objectOrNothing(exported);
  }
  return undefined;
}

function constantNamed(program: ParseResult['program'], name: string): ObjectExpression | undefined {
  for (const statement of program.body) {
    const declared = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    if (declared?.type !== 'VariableDeclaration' || declared.kind !== 'const') continue;
    for (const { id, init } of declared.declarations) {
      if (id.type === 'Identifier' && id.name === name && init !== null && init !== undefined) return objectOrNothing(unwrap(init));
    }
  }
  return undefined;
}

const objectOrNothing = (expression: Syntax): ObjectExpression | undefined =>
  expression.type === 'ObjectExpression' ? expression : undefined;

const lineOf = ({ loc }: Pick<Syntax, 'loc'>): { readonly line: number } | undefined =>
  loc === null || loc === undefined ? undefined : { line: loc.start.line };

function setIn(source: string, object: ObjectExpression, path: readonly string[], value: unknown): string | Refused {
  const [key, ...rest] = path;
  if (key === undefined) return { ...lineOf(object), why: 'names no value' };
  const members: readonly ObjectMember[] = object.properties;
  const index = members.findLastIndex((member) => keyOf(member) === key);
  // What cannot be seen through may set the key as well, and the last one counts.
  const hidden = members.findLast((member, position) => position > index && keyOf(member) === undefined);
  const found = members[index];
  if (found === undefined) {
    if (hidden !== undefined && rest.length > 0) return { ...lineOf(hidden), why: `${key} may come from what is spread or computed here` };
    return insertProperty(source, object, childText(path, value));
  }
  if (hidden !== undefined) return { ...lineOf(hidden), why: `what is spread or computed here may replace ${key}` };
  if (found.type !== 'ObjectProperty') return { ...lineOf(found), why: `${key} is a function` };
  const current = unwrap(found.value as Syntax);
  if (rest.length > 0) {
    return current.type === 'ObjectExpression'
      ? setIn(source, current, rest, value)
      : { ...lineOf(current), why: `${key} is not written out here: it comes from ${excerpt(source, current)}` };
  }
  if (!isLiteral(current)) return { ...lineOf(current), why: `${key} is not a plain value: it is ${excerpt(source, current)}` };
  return splice(source, current, printValue(value));
}

function isLiteral(expression: Syntax): boolean {
  switch (expression.type) {
    case 'StringLiteral':
    case 'NumericLiteral':
    case 'BooleanLiteral':
    case 'NullLiteral':
      return true;
    case 'TemplateLiteral':
      return expression.expressions.length === 0;
    case 'UnaryExpression':
      return expression.operator === '-' && expression.argument.type === 'NumericLiteral';
    default:
      return false;
  }
}

const splice = (source: string, { start, end }: Pick<Syntax, 'start' | 'end'>, text: string): string =>
  source.slice(0, start ?? 0) + text + source.slice(end ?? source.length);

function excerpt(source: string, { start, end }: Syntax): string {
  const text = source.slice(start ?? 0, end ?? source.length).replace(/\s+/g, ' ');
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
