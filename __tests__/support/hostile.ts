import fc from 'fast-check';

/** By this word what was asked for is found again in what is rendered. */
export const MARK = 'x7q';

class Classy {
  readonly enabled = true;
}

/** No value of the type that a key has, or one beyond what any key takes. */
const OTHER_TYPES: readonly unknown[] = [
  ...[
    true,
    false,
    null,
    undefined,
    0,
    -0,
    1,
    -1,
    0.1 + 0.2,
    65_536,
    1e21,
    2 ** 53,
    -(2 ** 31),
    Number.MIN_VALUE,
    Number.NaN,
    Infinity,
    -Infinity,
  ],
  ...[
    5n,
    Symbol.iterator,
    () => MARK,
    new Date(0),
    new Map(),
    new Set([1]),
    /x/,
    new Classy(),
    new Error(MARK),
    Promise.resolve(),
    Buffer.from('x'),
  ],
  ...[
    [],
    {},
    [[]],
    [null],
    [undefined],
    new Array(3),
    [1, 'a'],
    { kind: 'docker' },
    { kind: MARK },
    { enabled: true },
    { secret: MARK },
    { secret: {} },
  ],
  // As cdktf writes what is known after a deployment only.
  ...['${TfToken[TOKEN.7]}', ['#{TfToken[TOKEN.7]}'], -1.8881545897087503e289],
];

/** Texts that are none, that look like others, or that are too long. */
const STRANGE_TEXTS: readonly string[] = [
  ...[
    '',
    ' ',
    '\t',
    '\n',
    `${MARK}\n${MARK}`,
    `${MARK}\r\n${MARK}`,
    ` ${MARK}`,
    `${MARK} `,
    '\u0000',
    `${MARK}\u0000`,
    '\u001b[31mred\u001b[0m',
    '\u007f',
    '\u0085',
  ],
  ...[
    '\u200b',
    `${MARK}\u200b`,
    '\ufeff',
    '\u202e',
    '\ud83d',
    '\udc00',
    '\uffff',
    '\u2028',
    '\u00a0',
    '\u0301',
    '🤷',
    'dоcker',
    'ｄｏｃｋｅｒ',
    'İ',
    'ß',
    'ﬁ',
    'K',
  ],
  ...['a'.repeat(64), 'a'.repeat(300), 'a'.repeat(70_000), `${MARK} `.repeat(2_000)],
  ...[
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    'undefined',
    'null',
    'NaN',
    'true',
    'no',
    '~',
    '012',
    '0x10',
    '1e3',
    '1_000',
    '1,5',
  ],
];

/** What one of the programs on the way might take for an order. */
export const INTERPOLATIONS: readonly string[] = [
  ...[
    '${x7q}',
    '$${x7q}',
    '$$${x7q}',
    '%{ if x7q }a%{ endif }',
    '%%{x7q}',
    '${file("/x7q")}',
    '${x7q',
    '%{x7q',
    '}${x7q}',
    '${"${x7q}"}',
    '${env:x7q}',
  ],
  ...[
    '${x7q:-a}',
    '$x7q',
    '$(x7q)',
    '`x7q`',
    '{{ x7q }}',
    '{{{ x7q }}}',
    '{{x7q',
    '{{ `x7q` }}',
    '{{- include "x7q" . -}}',
    '{{ .Values.x7q }}',
    '{{/* x7q */}}',
  ],
  ...[
    '$__file{/x7q}',
    '$__env{x7q}',
    '%(x7q)s',
    '<%= x7q %>',
    '#{x7q}',
    '@{x7q}',
    '{x7q}',
    '$x7q$',
    '$&x7q',
    "$'x7q",
    '$1x7q',
    '\\u0024{x7q}',
    '\\${x7q}',
    '&x7q;',
  ],
];

/** What ends a text, a line, a command, or what is around it, in one of the formats on the way. */
const ENDINGS: readonly string[] = [
  ...[
    '"',
    "'",
    '\\',
    `"x7q`,
    `x7q\\`,
    `x7q"; drop`,
    `x7q' or ''='`,
    '"} or vector(1) #x7q',
    'x7q) or true',
    'x7q,y',
    'x7q|y',
    'x7q;id',
    'x7q&&id',
    '| x7q',
    '> /x7q',
  ],
  ...[
    '- x7q',
    '? x7q',
    ': x7q',
    'x7q: y',
    '# x7q',
    'x7q #y',
    '*x7q',
    '&x7q y',
    '!!js/function x7q',
    '!x7q',
    '<<',
    '---',
    '...',
    '|',
    '>',
    '[x7q]',
    '{x7q: y}',
    '%x7q',
    '@x7q',
  ],
  ...[
    '=x7q',
    ';x7q',
    '[x7q]\na = b',
    '--x7q',
    '--x7q=${x7q}',
    '-x7q=a b',
    '--',
    '../x7q',
    '/etc/x7q',
    'C:\\x7q',
    '~/x7q',
    './x7q',
    'x7q/../y',
    '<x7q>',
    '</x7q>',
    '<!--x7q',
  ],
];

/** Addresses, patterns and names of files. */
const ADDRESSES_AND_PATTERNS: readonly string[] = [
  ...[
    'redis://redis:99999',
    'redis://:x7q@redis',
    'http://x7q:pw@x',
    'https://x7q.example/${x7q}/{{x7q}}?a=%20',
    'https://x7q.example/#a',
    '::1',
    '[::1]',
    '[::1]:70000',
    '127.0.0.1',
  ],
  ...[
    'localhost',
    'x7q.example:0',
    'http://169.254.169.254/x7q',
    'file:///x7q',
    'javascript:x7q',
    'HTTP://X7Q',
    '//x7q',
    'oci://x7q:1/{{x7q}}',
    'x7q@example.com',
    'x7q@[::1]',
    '1.2.3',
  ],
  ...[
    '(',
    '[x7q',
    '[\\b]',
    'x7q**',
    '(?=x7q)',
    '(x7q)\\1',
    'x7q{1001}',
    '.*',
    '^',
    '.',
    'x7q|',
    '(?i)x7q{{2}}$',
    '\\$\\{x7q\\}',
    '[]x7q]',
    '*',
    '**/*.ts',
    '{x7q,b}',
    'x7q?',
    '!x7q',
  ],
  ...[
    '12h',
    '15 days',
    '-1s',
    '1.5h',
    '99999999d',
    '0s',
    '5MiB',
    '9001TB',
    '-1B',
    '25:00',
    '24:00',
    'Mars/Phobos',
    '2026-02-30T00:00:00Z',
    'latest',
  ],
];

/** Every value that is hostile in itself, each of which is tried at every place. */
export const HOSTILE_VALUES: readonly unknown[] = [
  ...OTHER_TYPES,
  ...STRANGE_TEXTS,
  ...INTERPOLATIONS,
  ...ENDINGS,
  ...ADDRESSES_AND_PATTERNS,
];

/** Keys that nobody has, or that mean something to what is on the way. */
export const HOSTILE_KEYS: readonly PropertyKey[] = [
  ...[
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'valueOf',
    'hasOwnProperty',
    'toJSON',
    'then',
    'length',
    'name',
    '__defineGetter__',
    'isPrototypeOf',
  ],
  ...[
    '',
    ' ',
    '\t',
    '\n',
    'x\ny',
    '\u0000',
    '\u001b[2J',
    '\u200b',
    '\u202e',
    '\ud800',
    'é',
    'еnabled',
    'enabled ',
    'Enabled',
    'ENABLED',
    'en-abled',
    'a'.repeat(300),
  ],
  ...[
    '0',
    '-1',
    '1e3',
    'NaN',
    'null',
    'undefined',
    '__name__',
    '__address__',
    'le',
    'job',
    'a.b',
    'a-b',
    'a/b',
    'a b',
    '.',
    '..',
    '*',
    '?',
    '[0]',
    '"',
    "'",
    '`',
    '\\',
    '%',
    '#',
    ':',
    '<<',
  ],
  ...['${x7q}', '{{x7q}}', '%{x7q}', '$x7q', 'x7q', '&a', '!!str', '@x7q', '=', '//', Symbol('key'), Symbol.iterator, Symbol.toPrimitive],
];

const isContainer = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Where something stands in a tree: the keys that lead there. */
export type Place = readonly string[];

/** Where every value of a tree stands; the tree itself at the start. */
export const placesOf = (value: unknown, path: Place = []): readonly Place[] =>
  isContainer(value) ? [path, ...Object.keys(value).flatMap((key) => placesOf(Reflect.get(value, key), [...path, key]))] : [path];

export const valueAt = (tree: unknown, place: Place): unknown =>
  place.reduce<unknown>((value, key) => (isContainer(value) ? Reflect.get(value, key) : undefined), tree);

/** A copy of a tree with another value at a place; what is not on the way there is shared. */
export function withValueAt(tree: unknown, [key, ...below]: Place, value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(tree)) return tree.map((item, index) => (String(index) === key ? withValueAt(item, below, value) : item));
  return withKey(tree, key, withValueAt(isContainer(tree) ? Reflect.get(tree, key) : undefined, below, value));
}

/** A copy of an object with an own key of any name: an assignment to `__proto__` would set the prototype. */
export function withKey(object: unknown, key: PropertyKey, value: unknown): object {
  const copy = { ...(isContainer(object) ? object : {}) };
  return Object.defineProperty(copy, key, { value, enumerable: true, configurable: true, writable: true });
}

export const oneOf = <T>(values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
