import type { Policy } from '../config/schema/policy';
import type { Platform } from '../constructs/core/platform';
import type { CostEstimate } from '../cost/model';
import type {
  AlertChange,
  Changes,
  ConfigChange,
  CostChange,
  EnvironmentPlan,
  FileChange,
  Pair,
  Plan,
  ReleaseChange,
  ResourceChange,
  Revision,
  Risk,
  Side,
  Violation,
} from './model';

/** An environment that one side could not make. */
export interface FailedEnvironment {
  readonly name: string;
  /** Which side, and why: a line for each problem. */
  readonly problem: string;
}

/** All that a plan is made from. */
export interface PlanInput {
  readonly base: Revision;
  readonly head: Revision;
  readonly pairs: readonly Pair[];
  readonly failed: readonly FailedEnvironment[];
  readonly notes: readonly string[];
}

/** How each section is made. */
export interface Sections {
  readonly config: (before: Platform['config'], after: Platform['config']) => readonly ConfigChange[];
  readonly resources: (base: Side | undefined, head: Side | undefined) => readonly ResourceChange[];
  readonly files: (base: Platform | undefined, head: Platform | undefined) => readonly FileChange[];
  readonly releases: (base: Platform | undefined, head: Platform | undefined) => readonly ReleaseChange[];
  readonly alerts: (base: Platform | undefined, head: Platform | undefined) => readonly AlertChange[];
  readonly risks: (pair: Pair, changes: Changes) => readonly Risk[];
  readonly estimate: (platform: Platform) => CostEstimate;
  readonly violations: (policy: Policy, plan: EnvironmentPlan, head: Platform | undefined) => readonly Violation[];
  /** What the policy says that no longer has a meaning: a sentence for each. */
  readonly stale: (policies: readonly Policy[], plans: readonly EnvironmentPlan[]) => readonly string[];
}

/**
 * The plan, of sections that are made by others. One that fails for an environment, since an older version of the toolkit described the base
 * with less, is left out of that environment and named in a note. Environments come in the order of their names. Pure.
 */
export function assemble(input: PlanInput, sections: Sections): Plan {
  const notes: string[] = [];
  const compared = input.pairs.map((pair) => environmentPlan(pair, sections, notes));
  // Older descriptions have no policy.
  const policies = input.pairs.flatMap(({ head }): readonly Policy[] => {
    const policy: Policy | undefined = head?.platform.config.policy;
    return policy === undefined ? [] : [policy];
  });
  const failed = input.failed.map(({ name, problem }): EnvironmentPlan => ({ ...NOTHING, name, status: 'failed', problem }));
  return {
    version: 1,
    base: input.base,
    head: input.head,
    notes: [...input.notes, ...notes, ...(failed.length > 0 ? [] : sections.stale(policies, compared))],
    environments: [...compared, ...failed].sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

const NOTHING = { config: [], resources: [], files: [], releases: [], alerts: [], risks: [], violations: [] };

/** @param notes is added to */
function environmentPlan(pair: Pair, sections: Sections, notes: string[]): EnvironmentPlan {
  const { name, base, head } = pair;
  const [before, after] = [base?.platform, head?.platform];
  const guarded = <T>(section: string, empty: T, work: () => T): T => {
    try {
      return work();
    } catch (error) {
      const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
      notes.push(`${name}: ${section} could not be compared, and nothing is said of that: ${why}`);
      return empty;
    }
  };
  const changes: Changes = {
    config: guarded('configuration', [], () => (before && after ? sections.config(before.config, after.config) : [])),
    resources: guarded('resources', [], () => sections.resources(base, head)),
    files: guarded('files', [], () => sections.files(before, after)),
    releases: guarded('releases', [], () => sections.releases(before, after)),
    alerts: guarded('alerts', [], () => sections.alerts(before, after)),
  };
  const cost = costChange(
    before && guarded('cost of the base', undefined, () => sections.estimate(before)),
    after && guarded('cost', undefined, () => sections.estimate(after)),
  );
  const plan: EnvironmentPlan = {
    name,
    status: statusOf(pair, changes),
    ...changes,
    risks: guarded('risks', [], () => sections.risks(pair, changes)),
    ...(cost === undefined ? {} : { cost }),
    violations: [],
  };
  // An environment that goes is held to what it was held to. Older descriptions have no policy.
  const policy: Policy | undefined = (after ?? before)?.config.policy;
  if (policy === undefined) return plan;
  return { ...plan, violations: guarded('the policy', [], () => sections.violations(policy, plan, after)) };
}

function costChange(before: CostEstimate | undefined, after: CostEstimate | undefined): CostChange | undefined {
  if (before === undefined && after === undefined) return undefined;
  return { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
}

function statusOf({ base, head }: Pair, changes: Changes): EnvironmentPlan['status'] {
  if (base === undefined) return 'added';
  if (head === undefined) return 'removed';
  return Object.values(changes).some((section: readonly unknown[]) => section.length > 0) ? 'changed' : 'unchanged';
}
