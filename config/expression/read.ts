import { characterClass, escapedCode, perlClass, unicodeClass } from './classes';
import { ALL_LETTERS, type Letters, lettersBetween, NO_LETTERS } from './letters';
import { ExpressionError, LACKS, Reader, refuse } from './reader';

/** What is known of an expression, or why it is none. */
export type Expression =
  | {
      readonly isValid: true;
      /** Whether it is found in every text, the empty one included: `a*`, `^`, `a|`. */
      readonly matchesEmpty: boolean;
      /** Whether it is found in every text that has a small letter: `.`, `\w+`, `[^ ]`. */
      readonly matchesAnyLetter: boolean;
    }
  | {
      readonly isValid: false;
      /** The rest of a sentence, with the fix: `must …`. */
      readonly rule: string;
    };

/** Characters of an expression at most. Go refuses what becomes too large or too deep, which nothing of that length can. */
const LONGEST = 1_000;
/** How often anything may be repeated, by all repetitions around it together. */
const MOST_REPEATS = 1_000;

/**
 * Reads a regular expression, without halves of characters, as Go's `regexp` does, by which Prometheus, Alertmanager, Loki and the collector read theirs. Pure.
 * https://pkg.go.dev/regexp/syntax
 *
 * @param fold whether case does not count, as behind `(?i)`
 */
export function readExpression(text: string, fold = false): Expression {
  try {
    if (text.length > LONGEST) refuse(`must have at most ${LONGEST} characters: write several`);
    const { matchesEmpty, alone } = new Parser(new Reader(text), fold).parse();
    return { isValid: true, matchesEmpty, matchesAnyLetter: alone === ALL_LETTERS };
  } catch (error) {
    if (error instanceof ExpressionError) return { isValid: false, rule: error.message };
    throw error;
  }
}

/** What a part of an expression matches. */
interface Part {
  readonly matchesEmpty: boolean;
  /** The letters that it matches each by itself. */
  readonly alone: Letters;
  /** How often the most repeated thing in it is repeated. */
  readonly repeats: number;
}

const NOTHING: Part = { matchesEmpty: true, alone: NO_LETTERS, repeats: 1 };
const oneOf = (letters: Letters): Part => ({ matchesEmpty: false, alone: letters, repeats: 1 });

/** One after the other. A letter alone is one that a part matches while the others match nothing. */
function sequence(parts: readonly Part[]): Part {
  const needed = parts.filter(({ matchesEmpty }) => !matchesEmpty);
  return {
    matchesEmpty: needed.length === 0,
    alone: lettersOf(needed.length === 0 ? parts : needed.length === 1 ? needed : []),
    repeats: mostRepeats(parts),
  };
}

const lettersOf = (parts: readonly Part[]): Letters => parts.reduce((letters, { alone }) => letters | alone, NO_LETTERS);
const mostRepeats = (parts: readonly Part[]): number => parts.reduce((most, { repeats }) => Math.max(most, repeats), 1);

const alternatives = (parts: readonly Part[]): Part => ({
  matchesEmpty: parts.some(({ matchesEmpty }) => matchesEmpty),
  alone: lettersOf(parts),
  repeats: mostRepeats(parts),
});

const COUNT = /\{(0|[1-9]\d*)(?:(,)(0|[1-9]\d*)?)?\}/y;

/** A repetition: the fewest times, and the most, if there is a most. */
interface Repetition {
  readonly least: number;
  readonly most: number | undefined;
}

function repeated(part: Part, { least, most }: Repetition): Part {
  const times = most ?? Math.max(least, 1);
  const repeats = times === 0 ? 1 : times * part.repeats;
  if ((least > 1 || times > 1) && repeats > MOST_REPEATS) refuse(TOO_OFTEN);
  return {
    matchesEmpty: part.matchesEmpty || least === 0,
    alone: times > 0 && (least <= 1 || part.matchesEmpty) ? part.alone : NO_LETTERS,
    repeats,
  };
}

const TOO_OFTEN = `must repeat nothing more than ${MOST_REPEATS} times: the collector uses RE2, which takes no more`;

const GROUP_NAME = /\?P?<([^>]*)>/y;
const FLAGS = /\?([imsU]*)(?:-([imsU]+))?([:)])/y;

class Parser {
  constructor(
    private readonly reader: Reader,
    /** Whether case does not count here. */
    private fold: boolean,
  ) {}

  parse(): Part {
    const part = this.alternation();
    if (!this.reader.isAtEnd) refuse('must have a ( for each ): write \\) for the sign itself');
    return part;
  }

  /** Up to the end of the group, or of the text. */
  private alternation(): Part {
    const parts = [this.concatenation()];
    while (this.reader.take('|')) parts.push(this.concatenation());
    return alternatives(parts);
  }

  private concatenation(): Part {
    const parts: Part[] = [];
    let isRepeated = false;
    while (!this.reader.isAtEnd && this.reader.peek() !== '|' && this.reader.peek() !== ')') {
      const repetition = this.repetition();
      if (repetition === undefined) {
        // A \Q…\E is as many things as it has characters, and flags are none.
        parts.push(...this.items());
        isRepeated = false;
        continue;
      }
      if (isRepeated) refuse('must not repeat a repetition: put the inner one in parentheses');
      const last = parts.pop();
      if (last === undefined) refuse('must have something before each *, +, ? and {n}: write a backslash before the sign itself');
      else parts.push(repeated(last, repetition));
      isRepeated = true;
    }
    return sequence(parts);
  }

  /** `*`, `{2,5}`, `+?`; undefined where something else comes. */
  private repetition(): Repetition | undefined {
    const { reader } = this;
    const found = this.sign() ?? this.count();
    if (found !== undefined) reader.take('?');
    return found;
  }

  private sign(): Repetition | undefined {
    if (this.reader.take('*')) return { least: 0, most: undefined };
    if (this.reader.take('+')) return { least: 1, most: undefined };
    return this.reader.take('?') ? { least: 0, most: 1 } : undefined;
  }

  private count(): Repetition | undefined {
    const [text, least, comma, most] = this.reader.match(COUNT) ?? [];
    if (text === undefined) return undefined;
    const repetition = { least: Number(least), most: comma === undefined ? Number(least) : most === undefined ? undefined : Number(most) };
    if (Math.max(repetition.least, repetition.most ?? 0) > MOST_REPEATS) refuse(TOO_OFTEN);
    if (repetition.most !== undefined && repetition.least > repetition.most)
      refuse('must repeat from a smaller to a larger number of times: {2,5}');
    return repetition;
  }

  private items(): readonly Part[] {
    const { reader } = this;
    if (reader.take('\\Q')) return this.quoted();
    if (reader.take('(')) return this.group();
    return [this.item()];
  }

  private item(): Part {
    const { reader } = this;
    if (reader.take('[')) return oneOf(characterClass(reader, this.fold));
    if (reader.take('.')) return oneOf(ALL_LETTERS);
    // Places in the text, which have no length.
    for (const place of ['^', '$', '\\A', '\\b', '\\B', '\\z']) if (reader.take(place)) return NOTHING;
    const letters = unicodeClass(reader, this.fold) ?? perlClass(reader);
    if (letters !== undefined) return oneOf(letters);
    return this.character(reader.take('\\') ? escapedCode(reader) : (reader.next().codePointAt(0) ?? 0));
  }

  private character(code: number): Part {
    return oneOf(lettersBetween(code, code, this.fold));
  }

  private quoted(): readonly Part[] {
    const parts: Part[] = [];
    while (!this.reader.isAtEnd && !this.reader.take('\\E')) parts.push(this.character(this.reader.next().codePointAt(0) ?? 0));
    return parts;
  }

  /** What is behind a `(`: a group, or flags for the rest of the group around them. */
  private group(): readonly Part[] {
    const { reader } = this;
    const outer = this.fold;
    if (reader.peek() === '?') {
      if (['?=', '?!', '?<=', '?<!'].some((start) => reader.startsWith(start)))
        refuse(`must have no look-ahead or look-behind: ${LACKS} them`);
      const [, name] = reader.match(GROUP_NAME) ?? [];
      if (name === undefined) {
        if (this.flags() === ')') return [];
      } else if (!/^\w+$/.test(name)) refuse('must have group names of letters, digits and underscores: (?P<user>…)');
    }
    const part = this.alternation();
    if (!reader.take(')')) refuse('must have a ) for each (: write \\( for the sign itself');
    this.fold = outer;
    return [part];
  }

  /** Sets flags, and says how they end: `(?i)` or `(?i:`. */
  private flags(): string {
    const [, on = '', off = '', end] = this.reader.match(FLAGS) ?? [];
    if (end === undefined) return refuse('must have only groups that RE2 knows: (…), (?:…), (?P<name>…), and flags such as (?i)');
    this.fold = (this.fold || on.includes('i')) && !off.includes('i');
    return end;
  }
}
