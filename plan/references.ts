/** What stands for a value that is known only after the deployment. No text of a configuration has it. */
export const UNKNOWN = '\u0000';

/** A reference in an expression to a value of Terraform's. */
export type Reference =
  | { readonly kind: 'resource'; readonly address: string /** The first step below it. */; readonly attribute: string }
  | { readonly kind: 'variable' | 'local'; readonly name: string };

/** Functions that give another value each time. https://developer.hashicorp.com/terraform/language/functions */
const EVER_NEW = /\b(uuid|timestamp|bcrypt)\s*\(/;

const STEP = /(?<![\w.-])(data\.)?([a-z][a-z0-9_]*)\.([A-Za-z_][\w-]*)(?:\[[^\]]*\])?(?:\.([A-Za-z_]\w*))?/g;
const QUOTED = /"(?:[^"\\]|\\.)*"/g;

/** A part of a text: literal, or the expression between `${` and its brace. */
interface Part {
  readonly expression: boolean;
  readonly text: string;
}

/** Splits a template at its expressions; `$${` is a literal `${`. https://developer.hashicorp.com/terraform/language/expressions/strings */
export function partsOf(text: string): readonly Part[] {
  if (!text.includes('${')) return [{ expression: false, text }];
  const parts: Part[] = [];
  let start = 0;
  for (let at = text.indexOf('${'); at >= 0; at = text.indexOf('${', at)) {
    if (text[at - 1] === '$') {
      at += 2;
      continue;
    }
    const end = endOf(text, at + 2);
    if (at > start) parts.push({ expression: false, text: text.slice(start, at) });
    parts.push({ expression: true, text: text.slice(at + 2, end) });
    start = end + 1;
    at = start;
  }
  if (start < text.length) parts.push({ expression: false, text: text.slice(start) });
  return parts;
}

/** Where the brace is that closes an expression. */
function endOf(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    if (text[at] === '{') depth++;
    if (text[at] === '}' && depth-- === 0) return at;
  }
  return text.length;
}

/** Everything that an expression reads, in order. */
export function referencesIn(expression: string): readonly Reference[] {
  return [...withoutTexts(expression).matchAll(STEP)].flatMap(([, data, first = '', second = '', third = '']): readonly Reference[] => {
    if (data !== undefined || first === 'path' || first === 'terraform' || first === 'each' || first === 'count') return [];
    if (first === 'var') return [{ kind: 'variable', name: second }];
    if (first === 'local') return [{ kind: 'local', name: second }];
    return [{ kind: 'resource', address: `${first}.${second}`, attribute: third }];
  });
}

/** Whether an expression has another value each time that it is evaluated. */
export const isEverNew = (expression: string): boolean => EVER_NEW.test(withoutTexts(expression));

/** What is quoted in an expression is no reference. */
const withoutTexts = (expression: string): string => expression.replace(QUOTED, '""');
