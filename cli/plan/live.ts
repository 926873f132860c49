import { readFileSync } from 'node:fs';
import type { Platform } from '../../constructs/core/platform';
import { countText } from '../../cost/text';
import { effectOf } from '../../plan/effects';
import type { AttributeChange, ResourceAction, ResourceChange } from '../../plan/model';
import { CommandError } from '../terminal/exit';
import { note, print, printJson } from '../terminal/output';
import { createProgress } from '../terminal/progress';
import { type PlannedResource, sensitiveTexts, type TerraformPlan, withoutTexts, withPlan } from '../terraform/plan';
import { type Project, platformOf, synthesizeProject } from '../terraform/project';
import { originOf, savePlan } from '../terraform/saved-plan';
import type { TerraformSession } from '../terraform/session';
import { maskText } from './mask';

export interface LiveOptions {
  /** Finds what Terraform needs for an environment. */
  readonly open: (project: Project, platform: Platform) => Promise<TerraformSession>;
  /** Where to save the plan for a deployment; only for one environment. */
  readonly out?: string;
  readonly json?: boolean;
}

/** What Terraform would do to an environment, without the values. */
export interface LivePlan {
  readonly environment: string;
  readonly resources: readonly ResourceChange[];
  /** Names of the outputs that change. */
  readonly outputs: readonly string[];
}

/**
 * Prints what Terraform would do to environments as they are deployed now: the counts first, then the plan in Terraform's own words.
 * Changes nothing; with `out` it writes a file that only its owner reads.
 *
 * @param names of environments; all when none is named
 * @returns 0 without changes, 2 with
 * @throws CommandError with Terraform's words when it fails; ConfigError for an environment that does not exist
 */
export async function livePlan(names: readonly string[], { open, out, json = false }: LiveOptions): Promise<0 | 2> {
  const progress = createProgress();
  const project = await progress.phase('Synthesising', synthesizeProject);
  const platforms = names.length === 0 ? project.platforms : names.map((name) => platformOf(project, name));
  if (out !== undefined && platforms.length !== 1)
    throw new CommandError('--out takes the plan of one environment: name it, as in o11y plan dev --live --out dev.tfplan');
  const plans: LivePlan[] = [];
  for (const platform of platforms) {
    const session = await open(project, platform);
    const live = await withPlan(session, progress, { refreshOnly: false, lock: out !== undefined }, async (made) => {
      const summary = summarise(platform, made.plan);
      const secrets = sensitiveTexts(made.plan);
      if (out !== undefined) savePlan(readFileSync(made.file), originOf(platform.config.name, session.stack), out);
      if (!json) print([formatSummary(summary), '', maskText(withoutTexts((await made.text()).trim(), secrets)), ''].join('\n'));
      return summary;
    });
    plans.push(live);
  }
  if (json) printJson({ version: 1, environments: plans });
  if (out !== undefined)
    note(
      `Saved as ${out}, readable by you alone: it may hold secrets. npx o11y deploy ${plans[0]?.environment ?? ''} --plan ${out} applies it.`,
    );
  return plans.every(isEmpty) ? 0 : 2;
}

const isEmpty = ({ resources, outputs }: LivePlan): boolean => resources.length === 0 && outputs.length === 0;

/** A plan of Terraform as resources that change. Pure. */
export function summarise({ config }: Pick<Platform, 'config'>, { resource_changes, output_changes }: TerraformPlan): LivePlan {
  const outputs = Object.entries(output_changes).filter(([, { actions }]) => actions.some((action) => action !== 'no-op'));
  return { environment: config.name, resources: resource_changes.flatMap(resourceChange), outputs: outputs.map(([name]) => name) };
}

function resourceChange({ address, previous_address, mode, type, name, change }: PlannedResource): readonly ResourceChange[] {
  const moved = previous_address !== undefined && previous_address !== address;
  const action = actionOf(change.actions) ?? (moved ? 'move' : undefined);
  if (mode !== 'managed' || action === undefined) return [];
  const attributes = attributesOf(change);
  const component = type === 'docker_container' || type === 'helm_release' ? { component: name } : {};
  const effect = effectOf({ type, config: { ...Object(change.after ?? change.before) } }, action, attributes);
  return [{ address, type, action, ...(moved ? { from: previous_address } : {}), ...component, attributes, effect }];
}

function actionOf(actions: PlannedResource['change']['actions']): ResourceAction | undefined {
  if (actions.includes('delete')) return actions.includes('create') ? 'replace' : 'delete';
  return (['create', 'update'] as const).find((action) => actions.includes(action));
}

/** The attributes at the top whose value is another one, or is known only when it is done. */
function attributesOf({ before, after, after_unknown, replace_paths }: PlannedResource['change']): readonly AttributeChange[] {
  if (typeof before !== 'object' || before === null || typeof after !== 'object' || after === null) return [];
  const [old, now, unknown]: Readonly<Record<string, unknown>>[] = [{ ...before }, { ...after }, { ...Object(after_unknown) }];
  const names = new Set([...Object.keys(old ?? {}), ...Object.keys(now ?? {}), ...Object.keys(unknown ?? {})]);
  const replacing = new Set(replace_paths.map(([first]) => String(first)));
  return [...names]
    .filter((name) => replacing.has(name) || (unknown?.[name] !== true && JSON.stringify(old?.[name]) !== JSON.stringify(now?.[name])))
    .sort()
    .map((path) => ({ path, replaces: replacing.has(path) }));
}

const VERDICTS: Readonly<Record<ResourceAction, string>> = {
  create: 'to create',
  update: 'to update in place',
  replace: 'to replace',
  delete: 'to destroy',
  move: 'to move',
};

/** `dev: 1 to create, 2 to update in place; restarts prometheus`. Pure. */
export function formatSummary({ environment, resources, outputs }: LivePlan): string {
  const counts = (Object.keys(VERDICTS) as ResourceAction[]).flatMap((action) => {
    const number = resources.filter((resource) => resource.action === action).length;
    return number === 0 ? [] : [`${number} ${VERDICTS[action]}`];
  });
  if (outputs.length > 0) counts.push(`${countText(outputs.length, 'output')} to change`);
  if (counts.length === 0) return `${environment}: no changes. What is deployed is what the configuration says.`;
  const named = (effect: ResourceChange['effect'], verb: string): readonly string[] => {
    const components = resources.flatMap((resource) => (resource.effect === effect ? (resource.component ?? []) : []));
    return components.length === 0 ? [] : [`${verb} ${components.sort().join(', ')}`];
  };
  const effects = [...named('restart', 'restarts'), ...named('rollout', 'rolls out'), ...named('stops', 'stops')];
  return `${environment}: ${[counts.join(', '), ...effects].join('; ')}.`;
}
