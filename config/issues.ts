import type { z } from 'zod';
import type { Problem } from './errors';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** What can be written after a dot. Any other key is quoted, so that a path is one line and can be read back. */
const PLAIN_KEY = /^[A-Za-z_$][\w$-]*$/;
const LONGEST_KEY = 60;

/** `exporters.redis[1].name` */
export const formatPath = (path: Path): string => path.reduce<string>((text, key) => `${text}${formatKey(key, text === '')}`, '');

function formatKey(key: PropertyKey, isFirst: boolean): string {
  if (typeof key === 'number') return `[${key}]`;
  const text = String(key);
  if (typeof key === 'symbol' || !PLAIN_KEY.test(text) || text.length > LONGEST_KEY) {
    return `[${JSON.stringify(text.length > LONGEST_KEY ? `${text.slice(0, LONGEST_KEY - 3)}...` : text)}]`;
  }
  return isFirst ? text : `.${text}`;
}

function valueAt(input: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined),
    input,
  );
}

/** The edit distance of two words. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substitution, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** The known key or name that was probably meant, if one is near. */
export function nearest(key: string, known: readonly string[]): string | undefined {
  if (key.length > LONGEST_KEY) return undefined;
  // A word of three letters is within two edits of many.
  const limit = Math.min(Math.max(2, Math.floor(key.length / 3)), key.length - 1);
  const [best] = known
    .filter((candidate) => Math.abs(candidate.length - key.length) <= limit)
    .map((candidate) => ({ candidate, cost: distance(key.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.cost - b.cost);
  return best !== undefined && best.cost <= limit ? best.candidate : undefined;
}

/** The keys that the schema knows at a path of an input, for suggestions. */
export type KnownKeys = (path: Path, input: unknown) => readonly string[];

/** The schema library's own wording, in place of which comes the house's. */
const LIBRARY_WORDING = /^(Invalid|Too |Unrecognized)/;

function ruleOf(issue: Issue): string {
  if (!LIBRARY_WORDING.test(issue.message)) return issue.message;
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${article(issue.expected)}`;
    case 'invalid_value':
      return `must be ${issue.values.map((allowed) => JSON.stringify(allowed)).join(' or ')}`;
    case 'too_small':
      return issue.origin === 'string' ? 'must not be empty' : `must be at least ${issue.minimum}`;
    case 'too_big':
      return issue.origin === 'string' ? `must have at most ${issue.maximum} characters` : `must be at most ${issue.maximum}`;
    default:
      return `must be valid: ${issue.message}`;
  }
}

const article = (type: string): string => {
  const name = type === 'array' ? 'list' : type === 'int' ? 'whole number' : type;
  return /^[aeiou]/.test(name) ? `an ${name}` : `a ${name}`;
};

/** The problems that an issue of the schema library stands for: one, or one for each unknown key. */
export function problemsOf(issue: Issue, input: unknown, knownKeys: KnownKeys): readonly Problem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const meant = nearest(key, knownKeys(issue.path, input));
      return {
        path: formatPath([...issue.path, key]),
        rule: `is not a known key: ${meant === undefined ? 'remove it' : `did you mean "${meant}"?`}`,
      };
    });
  }
  const path = formatPath(issue.path);
  const value = valueAt(input, issue.path);
  const rule = ruleOf(issue);
  if (value === undefined) return [{ path, rule: `is missing: it ${rule}` }];
  return [{ path, ...(mayBeSecret(issue.path) ? {} : { value }), rule }];
}

/** Whether what stands there was perhaps meant as a password, which a message must not repeat. */
const mayBeSecret = (path: Path): boolean =>
  path.some(
    (key) => typeof key === 'string' && /password|secret|token|authentication|accessKey|accountKey|webhookUrl|routingKey/i.test(key),
  );
