/**
 * The small letters that a part of an expression matches, a bit each: enough to tell an expression that masks any text from one that looks
 * for something.
 */
export type Letters = number;

export const NO_LETTERS: Letters = 0;
export const ALL_LETTERS: Letters = (1 << 26) - 1;

const SMALL_A = 'a'.charCodeAt(0);
const LARGE_A = 'A'.charCodeAt(0);

/** The small letters from one code point to another; with `fold`, large ones count as small. */
export function lettersBetween(low: number, high: number, fold: boolean): Letters {
  const from = (first: number): Letters => {
    const [start, end] = [Math.max(low, first) - first, Math.min(high, first + 25) - first];
    return start > end ? NO_LETTERS : ((1 << (end + 1)) - 1) & ~((1 << start) - 1);
  };
  return fold ? from(SMALL_A) | from(LARGE_A) : from(SMALL_A);
}

/** What is not among them. */
export const withoutLetters = (letters: Letters): Letters => ALL_LETTERS & ~letters;

const named =
  (names: Readonly<Record<string, string>>) =>
  (name: string, fold: boolean): Letters | undefined => {
    if (!Object.hasOwn(names, name)) return undefined;
    const range = names[name] ?? '';
    const [low = 1, high = 0] = [...range].map((sign) => sign.charCodeAt(0));
    return lettersBetween(low, high, fold);
  };

/** Letters of what POSIX names `[:name:]`. */
export const posixLetters = named({
  alnum: 'Az',
  alpha: 'Az',
  ascii: 'Az',
  blank: '',
  cntrl: '',
  digit: '',
  graph: 'Az',
  lower: 'az',
  print: 'Az',
  punct: '',
  space: '',
  upper: 'AZ',
  word: 'Az',
  xdigit: 'Af',
});

/** Letters of Perl's classes, by the letter behind the backslash. */
export function perlLetters(letter: string): Letters | undefined {
  switch (letter) {
    case 'w':
    case 'D':
    case 'S':
      return ALL_LETTERS;
    case 'W':
    case 'd':
    case 's':
      return NO_LETTERS;
    default:
      return undefined;
  }
}
