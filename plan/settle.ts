import { isEverNew, partsOf, type Reference, referencesIn, UNKNOWN } from './references';
import type { Stack } from './stack';

/** What one side of a comparison knows of what its expressions read. */
export interface Side {
  readonly stack: Stack;
  /** The address of a resource as the other side calls it. */
  readonly addressOf: (address: string) => string;
  /** Whether it is the one that is deployed anew: a function that gives another value each time does so there. */
  readonly isHead: boolean;
  /** Whether a value is another one than before, or unknown, after what is planned. */
  readonly isNew: (reference: Reference) => boolean;
}

/**
 * The values of a resource with its references resolved as far as they can be without a deployment: those to what a stack says are that,
 * others stay what they are, and a text that reads anything new ends with a mark that no text of the other side has. Pure.
 */
export function settle(side: Side, value: unknown): unknown {
  if (typeof value === 'string') return value.includes('${') ? settleText(side, value) : value;
  if (Array.isArray(value)) return value.map((item: unknown) => settle(side, item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, settle(side, inner)]));
}

function settleText(side: Side, text: string): unknown {
  const parts = partsOf(text).map(({ expression, text: part }) => (expression ? settleExpression(side, part) : part));
  // An expression alone keeps its type: a number, a list.
  return parts.length === 1 ? parts[0] : parts.map(String).join('');
}

function settleExpression(side: Side, expression: string): unknown {
  const references = referencesIn(expression);
  const [only] = references;
  if (only !== undefined && references.length === 1 && nameOf(only) === expression.trim()) {
    const said = saidBy(side, only);
    if (said !== undefined) return settle(side, said);
  }
  const text = references.reduce(
    (current, reference) =>
      reference.kind === 'resource' ? current.replaceAll(reference.address, side.addressOf(reference.address)) : current,
    expression,
  );
  const locals = references.map((reference) => (reference.kind === 'local' ? settle(side, saidBy(side, reference)) : undefined));
  const unknown =
    (side.isHead && isEverNew(expression)) ||
    references.some(side.isNew) ||
    JSON.stringify(locals).includes(JSON.stringify(UNKNOWN).slice(1, -1));
  const read = locals.some((value) => value !== undefined) ? JSON.stringify(locals) : '';
  return `\${${text}}${read}${unknown ? UNKNOWN : ''}`;
}

const nameOf = (reference: Reference): string => {
  switch (reference.kind) {
    case 'resource':
      return `${reference.address}.${reference.attribute}`;
    case 'variable':
      return `var.${reference.name}`;
    case 'local':
      return `local.${reference.name}`;
  }
};

/** What a stack itself says of what is referred to; variables may be given otherwise. */
function saidBy({ stack }: Side, reference: Reference): unknown {
  switch (reference.kind) {
    case 'resource':
      return stack.resources.get(reference.address)?.config[reference.attribute];
    case 'local':
      return stack.locals[reference.name];
    case 'variable':
      return undefined;
  }
}
