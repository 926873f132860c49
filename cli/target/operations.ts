import type { Platform } from '../../constructs/core/platform';
import type { Finding } from '../preflight/finding';
import type { Address } from '../terminal/output';
import type { Progress } from '../terminal/progress';
import type { Summary } from '../terraform/events';
import type { Project } from '../terraform/project';
import type { Stack } from '../terraform/stack';
import type { Terraform } from '../terraform/terraform';

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

/** A saved plan that belongs to the environment and to its stack as it is now. */
export interface ReviewedPlan {
  /** Absolute path. */
  readonly file: string;
  /** As the person named it. */
  readonly name: string;
}

/** Terraform in the folder of an environment's stack. */
export interface TerraformSession {
  readonly platform: Platform;
  readonly stack: Stack;
  readonly terraform: Terraform;
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

/** What is verified. */
export interface VerifyOptions {
  /** Whether the result is for a machine. */
  readonly json: boolean;
  /** Only whether components are ready: nothing is sent. */
  readonly only?: 'readiness';
  /** Folder of the synthesis. Default: cdktf's own. */
  readonly outdir?: string;
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
  /** Finds what would keep a deployment from working. Touches nothing. */
  readonly preflight: (project: Project, platform: Platform) => Promise<readonly Finding[]>;
  /** Finds what Terraform needs. Touches nothing. @throws CannotDeployError */
  readonly open: (project: Project, platform: Platform) => Promise<TerraformSession>;
  /** Brings the environment into the state that its configuration describes, and waits until every component is ready. */
  readonly deploy: (project: Project, platform: Platform, progress: Progress, options: DeployOptions) => Promise<Deployment>;
  readonly access: (platform: Platform) => Access;
  readonly status: (platform: Platform) => Promise<Status>;
  /** Checks a deployed environment and prints the result; true when nothing failed. */
  readonly verify: (platform: Platform, options: VerifyOptions) => Promise<boolean>;
  /** The password of Grafana's administrator. @throws CommandError when there is none yet */
  readonly password: (project: Project, platform: Platform) => Promise<string>;
  /** Removes everything but the data. */
  readonly destroy: (project: Project, platform: Platform, progress: Progress, takeOver: boolean) => Promise<Removal>;
  readonly remains: (platform: Platform) => Promise<Remains>;
  /** Deletes the data, for ever. */
  readonly purge: (platform: Platform, remains: Remains) => Promise<void>;
}
