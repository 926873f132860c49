/** One thing that is wrong with a configuration. */
export interface Problem {
  /** The environment it belongs to, absent when it concerns all of them. */
  readonly environment?: string;
  /** Where it is, in the notation of the configuration: `retention.logs.total`, `exporters.redis[1].name`. */
  readonly path: string;
  /** The offending value; absent for a key that is missing. */
  readonly value?: unknown;
  /** What is required, as the rest of a sentence, with the fix: `must be at least 24h: Loki deletes in whole-day steps`. */
  readonly rule: string;
}

/** Formats a value for a message: short, on one line, and never an object dump. */
function formatValue(value: unknown): string {
  if (typeof value === 'string') return value === '' ? '""' : clip(value);
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return String(value);
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** One line without control characters, which a terminal would obey, and without the password of an address. */
const clip = (text: string): string => {
  const line = text
    .slice(0, 1_000)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .replace(/(:\/\/)\S*@/g, '$1***@')
    .replace(/[^\s/:@]+:[^\s/@]+@/g, '***@');
  return line.length > 60 ? `${line.slice(0, 57)}...` : line;
};

/** `dev: retention.logs.total (12h) must be at least 24h: Loki deletes in whole-day steps` */
export function formatProblem(problem: Problem): string {
  const environment = problem.environment === undefined ? '' : `${problem.environment}: `;
  const value = 'value' in problem && problem.value !== undefined ? ` (${formatValue(problem.value)})` : '';
  const subject = problem.path === '' ? 'the configuration' : problem.path;
  return `${environment}${subject}${value} ${problem.rule}`;
}

/**
 * Bad input, with every problem found. The command line prints its message alone, without a stack trace.
 * The message has one line per problem.
 */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(readonly problems: readonly Problem[]) {
    super(problems.map(formatProblem).join('\n'));
  }
}

/** A {@link ConfigError} with a single problem. */
export function configError(path: string, value: unknown, rule: string): ConfigError {
  return new ConfigError([{ path, value, rule }]);
}
