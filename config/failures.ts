import { appendFileSync } from 'node:fs';
import * as z from 'zod';

/**
 * Environment variable that names a file. Where it is set, an environment that fails is written to that file, one JSON object a line, and
 * the others are still synthesised. `o11y plan` sets it: it compares what can be compared.
 */
export const FAILURES_VARIABLE = 'O11Y_FAILURES';

const failureSchema = z.object({ environment: z.string(), message: z.string() });

/** An environment that could not be made, and why: the message of what was thrown. */
export type EnvironmentFailure = z.output<typeof failureSchema>;

/**
 * Writes down that an environment failed, where {@link FAILURES_VARIABLE} asks for it. Writes to that file.
 *
 * @returns whether it was written; where not, the caller throws the error
 */
export function noteFailure(environment: string, error: unknown): boolean {
  const file = process.env[FAILURES_VARIABLE];
  if (file === undefined || file === '') return false;
  const failure: EnvironmentFailure = { environment, message: error instanceof Error ? error.message : String(error) };
  appendFileSync(file, `${JSON.stringify(failure)}\n`);
  return true;
}

/** The failures in the text of such a file. Pure. @throws ZodError or SyntaxError for a text that {@link noteFailure} did not write */
export const parseFailures = (text: string): readonly EnvironmentFailure[] =>
  text.split('\n').flatMap((line) => (line === '' ? [] : [failureSchema.parse(JSON.parse(line))]));
