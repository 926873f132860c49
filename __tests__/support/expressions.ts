import fc from 'fast-check';

const oneOf = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const joined = (...parts: readonly fc.Arbitrary<string>[]): fc.Arbitrary<string> => fc.tuple(...parts).map((texts) => texts.join(''));
const letter = (letters: string): fc.Arbitrary<string> => oneOf(...letters);

const character = fc.oneof(
  { weight: 6, arbitrary: letter('abcxyz019_-,:;=!@#%&~/ "\'<>') },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }) },
  { weight: 3, arbitrary: letter('.^$|()[]{}*+?\\') },
  { weight: 1, arbitrary: oneOf('é', 'ſ', 'K', 'İ', '😀', '\u{10ffff}', '\u0000', '\n', '\r', '\u200b', '\ufffd') },
);

/** Scripts of one word that Unicode has had since long: about others, versions of Go differ. */
const CLASS_NAMES =
  'L Lu Lt LC Cn Cs N Nd l lu lc Greek greek GREEK Cyrillic Han Latin latin Latin_ Any any Assigned ASCII Letter letter Uppercase_Letter ' +
  'uppercase-letter digit punct Foo Zyyy Script=Greek ^L ^Greek ^^L L^ _ ^ \u212a';

const escaped = fc.oneof(
  { weight: 3, arbitrary: letter('aAbBCdDEfnpPQrsStvwWxzZGkKuUXhHRNeco0123456789<>').map((sign) => `\\${sign}`) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }).map((sign) => `\\${sign}`) },
  joined(
    oneOf('\\p', '\\P'),
    oneOf('{', '{', '{', ''),
    oneOf(...CLASS_NAMES.split(' '), ' L', 'L ', 'u p p e r c a s e L e t t e r'),
    oneOf('}', '}', '}', ''),
  ),
  joined(oneOf('\\p', '\\P'), letter('LNMSPZCGXl^{}\\')),
  fc.string({ unit: letter('0123456789abcdefABCDEFg{}Z'), maxLength: 8 }).map((digits) => `\\x${digits}`),
  fc.nat(0x120000).map((code) => `\\x{${code.toString(16)}}`),
  fc.string({ unit: letter('01234567'), minLength: 1, maxLength: 4 }).map((digits) => `\\${digits}`),
  joined(fc.constant('\\Q'), fc.string({ maxLength: 6 }), oneOf('\\E', '')),
);

const POSIX_NAMES =
  'alnum alpha ascii blank cntrl digit graph lower print punct space upper word xdigit foo ^alpha ^foo ^^alpha ALPHA'.split(' ');

const characterClass = joined(
  oneOf('[', '[^', '[]', '[^]', '[[', '[-', '[^-'),
  fc
    .array(
      fc.oneof(
        character,
        escaped,
        oneOf('', ...POSIX_NAMES).map((name) => `[:${name}:]`),
        oneOf(
          '[:',
          '[:alpha',
          ':]',
          '[=a=]',
          '[.a.]',
          '-',
          'a-z',
          'z-a',
          '\\d-z',
          'a-\\d',
          '--',
          'a--',
          '&&',
          '\\b',
          '\\Q-\\E',
          '[:^word:]-z',
        ),
      ),
      { maxLength: 5 },
    )
    .map((parts) => parts.join('')),
  oneOf(']', ']', ']', ']', '', '-]', ']]'),
);

const NUMBERS: readonly (number | string)[] = [0, 1, 2, 3, 10, 99, 100, 500, 999, 1000, 1001, 1e9, '01', '10000000000000000000'];

const repetition = fc.oneof(
  oneOf(...'* + ? *? +? ?? ** +* *+ ++ ??? { } {} {,} {,5} {a} {1 {1, {1,a} {01} {-1} { 1} {1 } {1, 2}'.split(' '), '{ 1}', '{1 }'),
  joined(
    oneOf(...NUMBERS).map((least) => `{${least}`),
    fc.oneof(
      oneOf('', ','),
      oneOf(...NUMBERS).map((most) => `,${most}`),
    ),
    oneOf('}', '}?', '}*', '}+', '}??', '}{2}'),
  ),
);

const groupStart = fc.oneof(
  { weight: 6, arbitrary: oneOf('(', '(?:') },
  oneOf(...'(? (?= (?! (?<= (?<! (?> (?#c (?| (?R) (?P=a) (?(1) (?P (?P< (?< (?P<a (?<a (?i (?- (?^: (?x: (?x) (?-x) (?u) (?)'.split(' ')),
  joined(
    oneOf('(?P<', '(?<'),
    oneOf('a', 'b', 'n', '', '1', '1a', 'a-b', 'a b', 'é', '_', 'A_1', 'a>', 'a.b', '<', '!a'),
    oneOf('>', '>', '>', ''),
  ),
  joined(fc.constant('(?'), fc.string({ unit: letter('imsU-imsU-xu '), maxLength: 6 }), oneOf(':', ')', ':', ')', '')),
);

const { expression } = fc.letrec<{ expression: string; item: string; atom: string }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4 },
    fc.array(tie('atom'), { maxLength: 1 }).map((parts) => parts.join('')),
    fc.array(tie('item'), { maxLength: 5 }).map((parts) => parts.join('')),
    fc.array(tie('expression'), { minLength: 1, maxLength: 3 }).map((parts) => parts.join('|')),
  ),
  item: joined(tie('atom'), fc.oneof({ weight: 2, arbitrary: fc.constant('') }, { weight: 1, arbitrary: repetition })),
  atom: fc.oneof(
    { maxDepth: 4 },
    { weight: 5, arbitrary: character },
    { weight: 3, arbitrary: escaped },
    { weight: 3, arbitrary: characterClass },
    { weight: 2, arbitrary: oneOf('^', '$', '.', '\\b', '\\B', '\\A', '\\z', '\\w', '\\S', '[a-z]', '(?i)') },
    { weight: 4, arbitrary: joined(groupStart, tie('expression'), oneOf(')', ')', ')', ')', ')', '')) },
    { weight: 1, arbitrary: repetition },
  ),
}));

/** As deep, and as large, as fits into the longest expression. */
const nested = fc
  .tuple(
    oneOf('(', '(?:', '(a|', '(|a', '(?i:', 'a('),
    oneOf(2, 50, 165, 198, 200, 248, 330, 495),
    oneOf('a', '', '.', 'a*'),
    oneOf('', '*', '{2}', '+', '?'),
  )
  .map(([start, depth, inner, end]) => `${start.repeat(depth)}${inner}${`)${end}`.repeat(depth)}`);
const large = fc
  .tuple(
    oneOf('a', '(?:ab)', '\\pL', '[^a]', '(?i)k', '()', '()*', '^*', 'a|', '(a|b)'),
    oneOf(1, 50, 200, 320),
    fc.array(oneOf(2, 3, 10, 31, 33, 100, 334, 500, 1000), { maxLength: 4 }),
  )
  .map(([part, times, counts]) => counts.reduce((inner, count) => `(?:${inner}){${count}}`, part.repeat(times)));

/** Expressions, valid ones and such as are so nearly, of at most a thousand characters. */
export const anyExpression: fc.Arbitrary<string> = fc
  .oneof(
    { weight: 60, arbitrary: expression },
    { weight: 3, arbitrary: nested },
    { weight: 6, arbitrary: large },
    { weight: 6, arbitrary: fc.string({ unit: letter('ab[]()^$*+?{}\\|.-:<>P=!0123,ixQEpx'), maxLength: 14 }) },
  )
  .filter((text) => text.length <= 1_000);
