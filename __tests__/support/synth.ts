import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, TerraformStack } from 'cdktf';
import { defineEnvironment } from '../../config/define';
import type { EnvironmentConfig, EnvironmentOverlay } from '../../config/schema/environment';
import { EnvironmentStack } from '../../stacks/environment-stack';
import { withoutStacksOfTokens } from '../../stacks/synthesize';

/** A container as the Docker provider takes it. */
export interface ContainerResource {
  readonly name: string;
  readonly hostname: string;
  readonly image: string;
  readonly command?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly env?: readonly string[];
  readonly user?: string;
  readonly memory: number;
  readonly memory_swap: number;
  readonly memory_reservation: number;
  readonly cpus: string;
  readonly cpu_shares: number;
  readonly capabilities: { readonly drop: readonly string[]; readonly add?: readonly string[] };
  readonly security_opts: readonly string[];
  readonly log_driver: string;
  readonly log_opts: Readonly<Record<string, string>>;
  readonly ports?: readonly { readonly internal: number; readonly external: number; readonly ip: string }[];
  readonly mounts?: readonly { readonly type: string; readonly source: string; readonly target: string; readonly read_only?: boolean }[];
  readonly labels: readonly { readonly label: string; readonly value: string }[];
  readonly healthcheck?: unknown;
  readonly read_only?: boolean;
  readonly tmpfs?: Readonly<Record<string, string>>;
  readonly upload?: readonly { readonly file: string; readonly content: string; readonly permissions: string }[];
  readonly networks_advanced?: readonly { readonly name: string; readonly aliases: readonly string[] }[];
  readonly restart: string;
  readonly must_run?: boolean;
}

/** Parts of a stack in Terraform's JSON syntax. */
export interface StackJson {
  readonly resource: {
    readonly docker_container: Readonly<Record<string, ContainerResource>>;
    readonly docker_image: Readonly<Record<string, { readonly name: string; readonly keep_locally: boolean }>>;
    readonly docker_network: Readonly<Record<string, { readonly name: string; readonly internal: boolean }>>;
  };
  readonly variable: Readonly<Record<string, { readonly sensitive?: boolean; readonly default?: unknown }>>;
  readonly output?: Readonly<Record<string, { readonly sensitive?: boolean }>>;
  readonly terraform: { readonly required_providers: Readonly<Record<string, unknown>>; readonly backend: unknown };
}

/** Synthesises a stack and gives the text of its file. Writes to a temporary folder and removes it. */
export function synthText(name: string, build: (app: App) => void): string {
  const outdir = mkdtempSync(join(tmpdir(), 'o11y-synth-'));
  try {
    withoutStacksOfTokens(() => {
      const app = new App({ outdir, stackTraces: false });
      build(app);
      app.synth();
    });
    return readFileSync(join(outdir, 'stacks', name, 'cdk.tf.json'), 'utf8');
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

export const synthConfig = (config: EnvironmentConfig): string => synthText(config.name, (app) => new EnvironmentStack(app, { config }));

/** The stack of an environment `dev`. */
export const synthStack = (overlay: EnvironmentOverlay = {}): StackJson =>
  JSON.parse(synthConfig(defineEnvironment('dev', overlay))) as StackJson;

/** A stack of somebody else's, with what they put in it. */
export const synthPlain = (fill: (stack: TerraformStack) => void): StackJson =>
  JSON.parse(synthText('plain', (app) => fill(new TerraformStack(app, 'plain')))) as StackJson;
