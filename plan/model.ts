import type { Platform } from '../constructs/core/platform';
import type { CostEstimate } from '../cost/model';

/** Where one side of a comparison comes from. */
export interface Revision {
  /** As it was asked for: `main`, `v1.2.0`; `working tree` for what lies in the folder. */
  readonly ref: string;
  /** The commit; absent for a working tree. */
  readonly commit?: string;
}

/** One side's stack, as Terraform reads it: `cdk.tf.json`. */
export type StackJson = Readonly<Record<string, unknown>>;

/** One side of one environment. */
export interface Side {
  readonly platform: Platform;
  readonly stack: StackJson;
}

/** An environment on both sides; a side is absent when it has no such environment. */
export interface Pair {
  readonly name: string;
  readonly base?: Side;
  readonly head?: Side;
}

/** All that differs between two revisions. Plain data: the JSON format of `o11y plan` is exactly this. */
export interface Plan {
  /** Of this format. */
  readonly version: 1;
  readonly base: Revision;
  readonly head: Revision;
  /** What the reader must know of the comparison itself: a dirty tree, a changed lockfile. */
  readonly notes: readonly string[];
  readonly environments: readonly EnvironmentPlan[];
}

/** What differs in one environment. */
export interface EnvironmentPlan {
  readonly name: string;
  readonly status: 'unchanged' | 'changed' | 'added' | 'removed' | 'failed';
  /** Why it could not be compared, in the words of the configuration's check; only with `failed`. */
  readonly problem?: string;
  readonly config: readonly ConfigChange[];
  readonly resources: readonly ResourceChange[];
  readonly files: readonly FileChange[];
  readonly releases: readonly ReleaseChange[];
  readonly alerts: readonly AlertChange[];
  readonly risks: readonly Risk[];
  readonly cost?: CostChange;
  /** Rules of the policy that the change breaks. */
  readonly violations: readonly Violation[];
}

/** What is compared of an environment. */
export type Changes = Pick<EnvironmentPlan, 'config' | 'resources' | 'files' | 'releases' | 'alerts'>;

/** A value of the configuration. */
export interface ConfigChange {
  /** `retention.traces`; items of a list with a name by it: `services[checkout].port`. */
  readonly path: string;
  /** Absent: the value did not exist. */
  readonly before?: unknown;
  readonly after?: unknown;
  /** The difference in the value's own unit: `+15 d`, `×2`; absent when it has none. */
  readonly difference?: string;
}

/** What Terraform does to a resource. `move`: the state follows a new name, nothing is destroyed. */
export type ResourceAction = 'create' | 'update' | 'replace' | 'delete' | 'move';

/** A Terraform resource. */
export interface ResourceChange {
  readonly address: string;
  readonly type: string;
  readonly action: ResourceAction;
  /** The address before a move. */
  readonly from?: string;
  /** Name of the component or release that it belongs to. */
  readonly component?: string;
  readonly attributes: readonly AttributeChange[];
  /** What follows for what runs: `none` for settings that apply to a running container, `restart`, or a pod by pod `rollout`. */
  readonly effect: 'none' | 'restart' | 'rollout' | 'starts' | 'stops';
}

export interface AttributeChange {
  /** `memory`, `upload[/etc/prometheus/prometheus.yml]`. */
  readonly path: string;
  /** Whether the provider makes the resource anew for it. */
  readonly replaces: boolean;
}

/** A configuration file of a component, by what it says in its program's terms. */
export interface FileChange {
  readonly component: string;
  readonly path: string;
  readonly action: 'added' | 'removed' | 'changed';
  /** One for each thing that differs: `scrape job checkout added`, `panel "Error rate" of dashboard "Services": query changed`. */
  readonly changes: readonly NativeChange[];
}

export interface NativeChange {
  readonly action: 'added' | 'removed' | 'changed';
  /** `scrape job`, `route`, `processor`, `panel`, `key`. */
  readonly kind: string;
  readonly name: string;
  readonly before?: string;
  readonly after?: string;
}

/** The values of a Helm release. */
export interface ReleaseChange {
  readonly release: string;
  readonly action: 'added' | 'removed' | 'changed';
  /** `88.5.3 → 89.0.0`, when the chart's version changes. */
  readonly chart?: { readonly before?: string; readonly after?: string };
  /** Without those that are a component's files: `files` has them. */
  readonly values: readonly ConfigChange[];
}

/** An alert: `retuned` when its expression, duration or severity differs. */
export interface AlertChange {
  readonly alert: string;
  readonly action: 'added' | 'removed' | 'retuned';
  readonly changes: readonly ConfigChange[];
}

/** What may go wrong when the change is deployed. */
export interface Risk {
  /** `visibility`: something happens and nobody sees it, or is told. */
  readonly kind: 'data-loss' | 'downtime' | 'security' | 'capacity' | 'visibility';
  readonly severity: 'high' | 'medium' | 'low';
  /** `retention.traces`, `container prometheus`: what a policy's acknowledgement names. */
  readonly subject: string;
  /** What happens, how much, and when: whole sentences. */
  readonly text: string;
}

/** The estimate on both sides. */
export interface CostChange {
  readonly before?: CostEstimate;
  readonly after?: CostEstimate;
}

/** A rule of the policy that the change breaks. */
export interface Violation {
  readonly rule: string;
  readonly text: string;
}
