import type { Platform } from '../../constructs/core/platform';
import type { Finding } from '../preflight/finding';
import type { Progress } from '../terminal/progress';
import type { Summary } from '../terraform/events';
import type { Project } from '../terraform/project';
import type { ReviewedPlan } from '../terraform/saved-plan';
import type { TerraformSession } from '../terraform/session';
import type { Address } from './addresses';

export interface DeployOptions {
  /** How long components may take to become ready after Terraform has made them. */
  readonly timeoutSeconds: number;
  /** Ask Terraform even when nothing seems to have changed. */
  readonly refresh: boolean;
  /** Replace containers and networks that another folder deployed. */
  readonly takeOver: boolean;
  /** Apply a saved plan, and nothing else. */
  readonly plan?: ReviewedPlan;
}

export interface Deployment {
  /** What Terraform did; undefined when nothing had changed and it was not asked. */
  readonly changes: Summary | undefined;
  readonly seconds: number;
}

/** How people and programs get in. */
export interface Access {
  readonly addresses: readonly Address[];
  /** Lines for people. */
  readonly text: string;
}

/** How an environment is, for machines and for people. */
export interface Status {
  readonly components: readonly unknown[];
  readonly text: string;
  /** Whether every component does what it is there for. */
  readonly well: boolean;
}

/** What a destroyed environment leaves. */
export interface Removal {
  /** Number of resources that were removed. */
  readonly removed: number;
  /** Names of the volumes that hold its data. */
  readonly volumes: readonly string[];
}

/** What there is of an environment: what must go before its data may. */
export interface Remains {
  /** Where that is, for the question and the result: `the cluster at https://10.0.0.1:6443 (context prod)`. */
  readonly where?: string;
  /** What still runs, in words: `3 containers`; undefined when nothing does. */
  readonly running: string | undefined;
  /** Names of the volumes that hold its data. */
  readonly volumes: readonly string[];
  /** What goes with the data, for the question: `the namespace observability`. */
  readonly besides: readonly string[];
  /** What may be its data or another's, and is not deleted, in words. */
  readonly leftAlone?: string | undefined;
}

/** What the commands do to an environment; there is one for each kind of target. */
export interface Operations {
  /** What `destroy` removes, for its question. */
  readonly removes: string;
  /** What it removes that from, where several could be meant. @throws CannotDeployError when it does not answer */
  readonly where?: (platform: Platform) => Promise<string>;
  /** Finds what would keep a deployment from working. Touches nothing. */
  readonly preflight: (project: Project, platform: Platform) => Promise<readonly Finding[]>;
  /** Finds what Terraform needs. Touches nothing. @throws CannotDeployError */
  readonly open: (project: Project, platform: Platform) => Promise<TerraformSession>;
  /** Brings the environment into the state that its configuration describes, and waits until every component is ready. */
  readonly deploy: (project: Project, platform: Platform, progress: Progress, options: DeployOptions) => Promise<Deployment>;
  readonly access: (platform: Platform) => Access;
  readonly status: (platform: Platform) => Promise<Status>;
  /** Components that somebody has paused: they run, as Terraform sees it, and do nothing. */
  readonly paused: (platform: Platform) => Promise<readonly string[]>;
  /** The password of Grafana's administrator. @throws CommandError when there is none yet */
  readonly password: (project: Project, platform: Platform) => Promise<string>;
  /** Removes everything but the data. */
  readonly destroy: (project: Project, platform: Platform, progress: Progress, takeOver: boolean) => Promise<Removal>;
  readonly remains: (platform: Platform) => Promise<Remains>;
  /** Deletes the data, for ever. Returns the names of the volumes that it deleted. */
  readonly purge: (project: Project, platform: Platform, remains: Remains) => Promise<readonly string[]>;
}
