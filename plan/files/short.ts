/** Characters to which values are cut: a line of a comment on a pull request. */
const LONGEST = 120;
/** Characters that two long values keep of what they have in common before their first difference. */
const LEAD = 24;

/**
 * A value on one line of at most 120 characters: texts as they are, others as JSON; undefined stays. The password of an address is left out, which
 * nobody could recognise once the address is cut.
 */
export function short(value: unknown): string | undefined {
  return value === undefined ? undefined : cut(line(value));
}

/** {@link short} for two values that differ, so that the difference is in what is left of them. */
export function shortPair(before: unknown, after: unknown): readonly [string | undefined, string | undefined] {
  if (before === undefined || after === undefined) return [short(before), short(after)];
  const [one, other] = [line(before), line(after)];
  if (one.length <= LONGEST && other.length <= LONGEST) return [one, other];
  const start = Math.max(0, commonStart(one, other) - LEAD);
  const lead = start === 0 ? '' : '…';
  return [cut(lead + one.slice(start)), cut(lead + other.slice(start))];
}

function commonStart(one: string, other: string): number {
  const most = Math.min(one.length, other.length);
  let index = 0;
  while (index < most && one[index] === other[index]) index += 1;
  return index;
}

const cut = (value: string): string => (value.length > LONGEST ? `${value.slice(0, LONGEST - 1)}…` : value);

const line = (value: unknown): string =>
  (typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value)))
    .replace(/(:\/\/)[^\s/@"]*@/g, '$1***@')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
