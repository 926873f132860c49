import { createInterface } from 'node:readline/promises';
import { CommandError } from './exit';

/** Whether there is a person who can answer. */
export const canAsk = (): boolean => process.stdin.isTTY === true && process.stderr.isTTY === true;

/**
 * Asks a person to type something before something is removed.
 *
 * @param accepted the answers that mean yes
 * @throws CommandError for any other answer
 */
export async function confirm(question: string, accepted: readonly string[]): Promise<void> {
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  // Ctrl-C and Ctrl-D mean no.
  const closed = new Promise<string>((resolve) => reader.once('close', () => resolve('')));
  const answer = await Promise.race([reader.question(`${question} `), closed]);
  reader.close();
  if (!accepted.includes(answer.trim().toLowerCase())) throw new CommandError('Nothing was touched.');
}
