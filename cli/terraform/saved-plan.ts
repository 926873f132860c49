import { createHash } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as z from 'zod';
import { CannotDeployError, CommandError } from '../terminal/exit';
import type { Stack } from './stack';

/** A saved plan that belongs to the environment and to its stack as it is now. */
export interface ReviewedPlan {
  /** Absolute path. */
  readonly file: string;
  /** As the person named it. */
  readonly name: string;
}

/** What a saved plan was made for. */
const originSchema = z.object({
  o11y: z.literal(1),
  environment: z.string(),
  /** SHA-256 of the synthesised stack, in hexadecimal digits. */
  stack: z.string(),
});

export type Origin = z.output<typeof originSchema>;

/**
 * The end of a ZIP archive, of which a plan of Terraform is one: a record of 22 bytes, then a comment of up to 65,535, whose
 * length is in the record's last two. Readers of archives pass over the comment: Terraform applies the file as it is.
 *
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT 4.3.16
 */
const END = { signature: 0x06_05_4b_50, length: 22, commentLength: 20 } as const;
const LONGEST_COMMENT = 0xff_ff;

/** What a plan of this stack is made for. Pure. */
export const originOf = (environment: string, stack: Pick<Stack, 'text'>): Origin => ({
  o11y: 1,
  environment,
  stack: createHash('sha256').update(stack.text).digest('hex'),
});

/** A plan with its origin in it. Pure. @throws CommandError for a file that is no ZIP archive: OpenTofu's when it encrypts plans */
export function withOrigin(plan: Buffer, origin: Origin): Buffer {
  const end = endOf(plan);
  if (end === undefined) throw new CommandError('the plan is encrypted or of an unknown form: it cannot be saved for a deployment');
  const comment = Buffer.from(JSON.stringify(origin));
  const record = Buffer.from(plan.subarray(0, end + END.length));
  record.writeUInt16LE(comment.length, end + END.commentLength);
  return Buffer.concat([record, comment]);
}

/** What a saved plan was made for; undefined when the file does not say. Pure. */
export function readOrigin(plan: Buffer): Origin | undefined {
  const end = endOf(plan);
  if (end === undefined) return undefined;
  try {
    return originSchema.safeParse(JSON.parse(plan.subarray(end + END.length).toString('utf8'))).data;
  } catch {
    return undefined;
  }
}

/** Where the last record begins whose comment ends with the file. */
function endOf(archive: Buffer): number | undefined {
  const earliest = Math.max(0, archive.length - END.length - LONGEST_COMMENT);
  for (let at = archive.length - END.length; at >= earliest; at -= 1) {
    const whole = archive.readUInt32LE(at) === END.signature;
    if (whole && at + END.length + archive.readUInt16LE(at + END.commentLength) === archive.length) return at;
  }
  return undefined;
}

/** Writes a plan that only its owner reads: it holds what its resources hold, generated passwords among it. Writes a file. */
export function savePlan(plan: Buffer, origin: Origin, file: string): void {
  // By a rename, so that a file that others may read already is not written into.
  const half = `${file}.${process.pid}`;
  writeFileSync(half, withOrigin(plan, origin), { mode: 0o600, flag: 'wx' });
  renameSync(half, file);
}

/**
 * A plan that is about to be applied. Reads the file.
 *
 * @throws CannotDeployError when it is none of `o11y plan`, or was made for another environment or another stack
 */
export function reviewedPlan(name: string, environment: string, stack: Pick<Stack, 'text'>): ReviewedPlan {
  const origin = readOrigin(read(name));
  const again = `make a new one, and review it: npx o11y plan ${environment} --live --out ${name}`;
  if (origin === undefined) {
    throw new CannotDeployError(`${name} is not a plan that o11y plan --live --out has saved: ${again}`);
  }
  if (origin.environment !== environment) {
    throw new CannotDeployError(
      `${name} is a plan of ${origin.environment}, not of ${environment}: npx o11y deploy ${origin.environment} --plan ${name}`,
    );
  }
  if (origin.stack !== originOf(environment, stack).stack) {
    throw new CannotDeployError(
      `${name} was made for another stack: the configuration, the toolkit or the project has changed since. Nothing was touched; check out what was reviewed, or ${again}`,
    );
  }
  return { file: resolve(name), name };
}

function read(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    throw new CannotDeployError(`${file} cannot be read: --plan takes a file that o11y plan <environment> --live --out <file> has written`);
  }
}

/** Why Terraform refuses a plan that fits the stack, by the summary of its error. */
const STALE: ReadonlySet<string> = new Set(['Saved plan is stale', 'Saved plan does not match the given state']);

/** What is said when Terraform refuses a reviewed plan; undefined when it failed for another reason. Pure. */
export function stalePlanText(
  plan: ReviewedPlan | undefined,
  environment: string,
  diagnostics: readonly { readonly summary: string }[],
): string | undefined {
  if (plan === undefined || !diagnostics.some(({ summary }) => STALE.has(summary))) return undefined;
  return `${plan.name} is stale: the state has changed since it was made, by another deployment or in another place. Nothing was touched; make a new one, and review it: npx o11y plan ${environment} --live --out ${plan.name}`;
}
