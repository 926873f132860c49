import { type Letters, lettersBetween, NO_LETTERS, perlLetters, posixLetters, withoutLetters } from './letters';
import { LACKS, type Reader, refuse } from './reader';
import { unicodeLetters } from './unicode-names';

const HEX = /([0-9A-Fa-f]{2})/y;
const LONG_HEX = /\{0*([0-9A-Fa-f]{1,6})\}/y;
const OCTAL = /0[0-7]{0,2}|[1-7][0-7]{1,2}/y;
const CONTROLS: Readonly<Record<string, number>> = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 };
const LAST_CODE = 0x10ffff;

/**
 * The character of an escape whose backslash has been read.
 *
 * @throws ExpressionError for what is none
 */
export function escapedCode(reader: Reader): number {
  const octal = reader.match(OCTAL);
  if (octal !== undefined) return Number.parseInt(octal[0], 8);
  const sign = reader.next();
  if (sign === '') return refuse('must not end with a backslash: write \\\\ for the sign itself');
  if (/[1-9]/.test(sign)) return refuse(`must have no back-reference: ${LACKS} them`);
  if (sign === 'x') return hexCode(reader);
  const control = Object.hasOwn(CONTROLS, sign) ? CONTROLS[sign] : undefined;
  if (control !== undefined) return control;
  const code = sign.codePointAt(0) ?? 0;
  if (code < 0x80 && !/[A-Za-z0-9]/.test(sign)) return code;
  return refuse(code < 0x80 ? `must have no escape \\${sign}: ${LACKS} it` : 'must have no backslash before a character beyond ASCII');
}

function hexCode(reader: Reader): number {
  const [, digits] = reader.match(LONG_HEX) ?? reader.match(HEX) ?? [];
  const code = digits === undefined ? Number.NaN : Number.parseInt(digits, 16);
  return code <= LAST_CODE
    ? code
    : refuse('must have two hexadecimal digits behind \\x, or up to 10FFFF in braces, such as \\x41 or \\x{1F600}');
}

/** What `\p` or `\P` names, whose backslash comes next; undefined where something else does. */
export function unicodeClass(reader: Reader, fold: boolean): Letters | undefined {
  const isNegated = reader.startsWith('\\P');
  if (!reader.take('\\p') && !reader.take('\\P')) return undefined;
  const name = reader.take('{') ? reader.until('}') : reader.next();
  const letters = name === undefined ? undefined : unicodeLetters(name.replace(/^\^/, ''), fold);
  if (letters === undefined) return refuse('must name a class of characters behind \\p that Go knows, such as \\pL, \\p{Lu} or \\p{Greek}');
  return isNegated === name?.startsWith('^') ? letters : withoutLetters(letters);
}

const PERL_CLASS = /\\([dDsSwW])/y;

/** Perl's class, whose backslash comes next; undefined where something else does. */
export function perlClass(reader: Reader): Letters | undefined {
  const [, letter] = reader.match(PERL_CLASS) ?? [];
  return letter === undefined ? undefined : perlLetters(letter);
}

/** `[:alpha:]`, wherever it ends: what looks like the start of a name and never ends as one are characters. */
const POSIX_CLASS = /\[:(\^?)([\s\S]*?):\]/y;

function posixClass(reader: Reader, fold: boolean): Letters | undefined {
  const [text, negation, name = ''] = reader.match(POSIX_CLASS) ?? [];
  if (text === undefined) return undefined;
  const letters = posixLetters(name, fold);
  if (letters === undefined) return refuse('must have a class that POSIX names between [: and :], such as [[:alpha:]]');
  return negation === '' ? letters : withoutLetters(letters);
}

/**
 * A class of characters, whose `[` has been read, with its end.
 *
 * @throws ExpressionError for what is none
 */
export function characterClass(reader: Reader, fold: boolean): Letters {
  const isNegated = reader.take('^');
  let letters = NO_LETTERS;
  // The first may be the sign that would end the class.
  for (let isFirst = true; isFirst || !reader.take(']'); isFirst = false) {
    letters |= posixClass(reader, fold) ?? unicodeClass(reader, fold) ?? perlClass(reader) ?? range(reader, fold);
  }
  return isNegated ? withoutLetters(letters) : letters;
}

function range(reader: Reader, fold: boolean): Letters {
  const low = classCode(reader);
  const isRange = reader.peek() === '-' && reader.peek(1) !== ']' && reader.peek(1) !== '' && reader.take('-');
  const high = isRange ? classCode(reader) : low;
  if (high < low) return refuse('must have ranges in a class from a lower to a higher character: [a-z]');
  return lettersBetween(low, high, fold);
}

function classCode(reader: Reader): number {
  if (reader.isAtEnd) return refuse('must end each class with ]: write \\[ for the sign itself, and []a] for a class with ]');
  if (reader.take('\\')) return escapedCode(reader);
  return reader.next().codePointAt(0) ?? 0;
}
