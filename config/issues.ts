import type { z } from 'zod';
import type { Problem } from './errors';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** `exporters.redis[1].name` */
const formatPath = (path: Path): string =>
  path.reduce<string>((text, key) => (typeof key === 'number' ? `${text}[${key}]` : text === '' ? String(key) : `${text}.${String(key)}`), '');

function valueAt(input: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined),
    input,
  );
}

/** The edit distance of two words, at most `limit + 1`. */
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

/** The known key that was probably meant, if one is near. */
function nearest(key: string, known: readonly string[]): string | undefined {
  const [best] = known.map((candidate) => ({ candidate, cost: distance(key.toLowerCase(), candidate.toLowerCase()) })).sort((a, b) => a.cost - b.cost);
  return best !== undefined && best.cost <= Math.max(2, Math.floor(key.length / 3)) ? best.candidate : undefined;
}

/** The keys that the schema knows at a path, for suggestions. */
export type KnownKeys = (path: Path) => readonly string[];

function ruleOf(issue: Issue, value: unknown): string {
  if (!issue.message.startsWith('Invalid') && !issue.message.startsWith('Too ') && !issue.message.startsWith('Unrecognized')) return issue.message;
  switch (issue.code) {
    case 'invalid_type':
      return value === undefined ? `is missing: it must be ${article(issue.expected)}` : `must be ${article(issue.expected)}`;
    case 'invalid_value':
      return `must be ${issue.values.map((allowed) => JSON.stringify(allowed)).join(' or ')}`;
    case 'too_small':
      return `must be at least ${issue.minimum}`;
    case 'too_big':
      return `must be at most ${issue.maximum}`;
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
      const meant = nearest(key, knownKeys(issue.path));
      return { path: formatPath([...issue.path, key]), rule: `is not a known key: ${meant === undefined ? 'remove it' : `did you mean "${meant}"?`}` };
    });
  }
  const value = valueAt(input, issue.path);
  return [{ path: formatPath(issue.path), value, rule: ruleOf(issue, value) }];
}
