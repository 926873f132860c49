import { readFileSync } from 'node:fs';
import { types } from 'node:util';
import * as z from 'zod';
import { type Usage, usageSchema } from '../../tuning/usage';
import { CommandError } from '../terminal/exit';

/** Reads what `o11y usage --json` has printed. Reads a file. @throws CommandError when it is something else, or another environment's */
export function readUsage(file: string, environment: string): Usage {
  let data: unknown;
  try {
    data = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new CommandError(`--usage ${file} cannot be read: ${types.isNativeError(error) ? error.message : String(error)}`);
  }
  const parsed = usageSchema.safeParse(data);
  if (!parsed.success)
    throw new CommandError(`--usage ${file} is not what o11y usage --json prints: ${z.prettifyError(parsed.error).replace(/\s+/g, ' ')}`);
  if (parsed.data.environment !== environment)
    throw new CommandError(
      `--usage ${file} was measured on ${parsed.data.environment}, not on ${environment}: choose that environment, or measure this one`,
    );
  return parsed.data;
}

/** The budget that somebody typed, dollars a month. @throws CommandError */
export function parseBudget(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const budget = Number(text.replace(/^\$/, ''));
  if (text.trim() !== '' && Number.isFinite(budget) && budget > 0) return budget;
  throw new CommandError(`--budget ${text}: must be a number of dollars a month, such as 200`);
}
