import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { CannotDeployError, CommandError } from '../terminal/exit';
import { interruptible } from '../terminal/interrupt';
import { note } from '../terminal/output';
import type { Progress } from '../terminal/progress';
import { diagnosticsText } from './diagnostics';
import { ensureInitialised } from './init';
import type { TerraformSession } from './session';
import { type Outcome, plan, show } from './terraform';

const changeSchema = z.object({
  actions: z.array(z.enum(['no-op', 'create', 'read', 'update', 'delete', 'forget'])),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
  /** `true`, or the same shape as the value with `true` where it is. */
  before_sensitive: z.unknown().optional(),
  after_sensitive: z.unknown().optional(),
  after_unknown: z.unknown().optional(),
  /** Paths of the attributes for which the resource is made anew. */
  replace_paths: z.array(z.array(z.union([z.string(), z.number()]))).default([]),
});

const resourceSchema = z.object({
  address: z.string(),
  previous_address: z.string().optional(),
  mode: z.enum(['managed', 'data']),
  type: z.string(),
  name: z.string(),
  change: changeSchema,
});

/**
 * A plan as `terraform show -json` prints it, as far as it is read here.
 *
 * @see https://developer.hashicorp.com/terraform/internals/json-format#plan-representation
 */
export const planSchema = z.object({
  resource_changes: z.array(resourceSchema).default([]),
  /** What differs between the state and reality. */
  resource_drift: z.array(resourceSchema).default([]),
  output_changes: z.record(z.string(), changeSchema).default({}),
});

export type TerraformPlan = z.output<typeof planSchema>;
export type PlannedResource = z.output<typeof resourceSchema>;

/** A plan, in a file that goes when the work with it has ended. */
export interface PlanInHand {
  /** Absolute path. */
  readonly file: string;
  readonly plan: TerraformPlan;
  /** The plan in Terraform's words. */
  readonly text: () => Promise<string>;
}

/**
 * Has Terraform make a plan against what is deployed, and does something with it. Changes nothing. Starts processes.
 *
 * @throws CannotDeployError when a provider cannot be had; CommandError with Terraform's own words when it fails
 */
export async function withPlan<T>(
  session: TerraformSession,
  progress: Progress,
  options: { readonly refreshOnly: boolean; readonly lock: boolean },
  work: (made: PlanInHand) => Promise<T>,
): Promise<T> {
  const { name } = session.platform.config;
  const folder = mkdtempSync(join(tmpdir(), 'o11y-plan-'));
  const file = join(folder, 'plan');
  try {
    const text = await interruptible(
      () => note('\nStopping: nothing was changed.'),
      async (interruption) => {
        const terraform = { ...session.terraform, interruption };
        const make = async (held: Readonly<Record<string, string>>): Promise<Outcome> => {
          const marked = { ...terraform, variables: { ...terraform.variables, ...held } };
          await progress.phase('Preparing Terraform', () => ensureInitialised(marked, session.stack));
          return progress.phase(`Comparing ${name} with what is deployed`, () => plan(marked, { file, ...options }, () => {}).outcome);
        };
        const outcome = await (options.lock ? session.hold('plan', interruption.stop, make) : make({}));
        switch (outcome.kind) {
          case 'done':
            return show(terraform, file, 'json');
          case 'interrupted':
            throw new CommandError('Interrupted: nothing was changed.', 130);
          case 'killed':
            throw new CommandError('Terraform was killed: nothing was changed.', interruption.kill.aborted ? 130 : 1);
          case 'failed':
            throw new CannotDeployError(`${name} could not be planned; nothing was changed:\n${diagnosticsText(outcome)}`);
        }
      },
    );
    return await work({ file, plan: planSchema.parse(JSON.parse(text)), text: () => show(session.terraform, file, 'text') });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * What must not be printed of a plan: every text that Terraform marks as sensitive anywhere in it. A provider may have put the same
 * text in an attribute that is not marked. Pure.
 *
 * @returns the longest first, so that one that is part of another does not keep the rest of it in sight
 */
export function sensitiveTexts({ resource_changes, resource_drift, output_changes }: TerraformPlan): readonly string[] {
  const changes = [...[...resource_changes, ...resource_drift].map(({ change }) => change), ...Object.values(output_changes)];
  const found = changes.flatMap(({ before, before_sensitive, after, after_sensitive }) => [
    ...marked(before, before_sensitive),
    ...marked(after, after_sensitive),
  ]);
  return [...new Set(found)].filter((text) => text.length >= SHORTEST_SECRET).sort((a, b) => b.length - a.length);
}

/** A shorter one is found by chance in every text: `true`, `8080`. */
const SHORTEST_SECRET = 6;

function marked(value: unknown, marks: unknown): readonly string[] {
  if (marks === true) return texts(value);
  if (typeof marks !== 'object' || marks === null || typeof value !== 'object' || value === null) return [];
  const values: Readonly<Record<string, unknown>> = { ...value };
  return Object.entries(marks).flatMap(([key, mark]) => marked(values[key], mark));
}

function texts(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [];
}

/** A text without what must not be printed. Pure. */
export const withoutTexts = (text: string, secrets: readonly string[]): string =>
  secrets.reduce((rest, secret) => rest.replaceAll(secret, '(sensitive value)'), text);
