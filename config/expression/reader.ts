/** Why a text is no expression: the rest of a sentence, `must …`. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
}

/** @throws ExpressionError always */
export function refuse(rule: string): never {
  throw new ExpressionError(rule);
}

/** What is not there in RE2: https://github.com/google/re2/wiki/Syntax */
export const LACKS = 'the collector uses RE2, which lacks';

/** A text that is read from its start to its end. */
export class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  get isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  startsWith(start: string): boolean {
    return this.text.startsWith(start, this.at);
  }

  /** What is `ahead` units behind the next one; '' behind the end. */
  peek(ahead = 0): string {
    return this.text.charAt(this.at + ahead);
  }

  /** Whether that came next; if so, it has been read. */
  take(start: string): boolean {
    if (!this.startsWith(start)) return false;
    this.at += start.length;
    return true;
  }

  /** The next character, a whole one where it takes two units; '' at the end. */
  next(): string {
    const code = this.text.codePointAt(this.at);
    if (code === undefined) return '';
    const sign = String.fromCodePoint(code);
    this.at += sign.length;
    return sign;
  }

  /** The text up to a sign, with which both have been read; undefined where the sign does not come any more. */
  until(end: string): string | undefined {
    const place = this.text.indexOf(end, this.at);
    if (place < 0) return undefined;
    const found = this.text.slice(this.at, place);
    this.at = place + end.length;
    return found;
  }

  /** What a pattern, which is sticky, finds next; if it does, that has been read. */
  match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found === null) return undefined;
    this.at += found[0].length;
    return found;
  }
}
