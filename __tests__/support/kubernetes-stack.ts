import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, TerraformStack } from 'cdktf';
import { defineEnvironment } from '../../config/define';
import type { EnvironmentOverlay } from '../../config/schema/environment';
import { charts, images } from '../../config/versions';
import type { ComponentDefinition, ComponentPlan } from '../../constructs/core/component';
import { planDefaults } from '../../constructs/core/component';
import type { Platform } from '../../constructs/core/platform';
import type { DeliveredComponent, NamespaceRole, Release } from '../../constructs/core/release';
import type { ReleaseDefinition } from '../../constructs/core/release-definition';
import { Component } from '../../constructs/targets/component';
import { KubernetesTarget } from '../../constructs/targets/kubernetes';
import { withoutStacksOfTokens } from '../../stacks/synthesize';
import type { PolicyResource } from './network-policies';

/** How a component is delivered, where that differs from one pod of the platform's namespace. */
export interface Delivered extends Partial<Pick<DeliveredComponent, 'hostNetwork' | 'volume'>> {
  readonly namespace?: NamespaceRole;
  readonly replicas?: DeliveredComponent['workload']['replicas'];
}

/** A plan with nothing but what a test is about. */
export const plainPlan = (name: string, plan: Partial<ComponentPlan> = {}): ComponentPlan => ({
  ...planDefaults,
  name,
  product: name,
  role: 'collection',
  description: name,
  image: images.busybox,
  endpoints: [],
  resources: { limits: { memory: '512MiB', cpu: 0.5 }, reservations: { memory: '256MiB', cpu: 0.25 } },
  ...plan,
});

export const definitionOf = (plan: ComponentPlan): ComponentDefinition => ({
  product: plan.product,
  part: plan.role,
  shapes: () => [{ name: plan.name, endpoints: plan.endpoints }],
  plan: () => plan,
});

/** A chart for every component, each in a release of its own. */
export const releaseEach = (products: readonly string[], delivered: Readonly<Record<string, Delivered>> = {}): ReleaseDefinition => ({
  products,
  releases: (plans) =>
    plans.map(({ name }): Release => {
      const { namespace = 'platform', replicas = { min: 1, max: 1 }, ...component } = delivered[name] ?? {};
      return {
        name,
        chart: charts.tempo,
        namespace,
        values: { text: '${not} %{an} {{expression}}' },
        delivers: [{ name, workload: { kind: 'Deployment', name, replicas }, files: {}, ...component }],
      };
    }),
});

/** Parts of a stack in Terraform's JSON syntax. */
export interface KubernetesJson {
  readonly resource: Readonly<Record<string, Readonly<Record<string, KubernetesResource>>>> & {
    readonly kubernetes_network_policy_v1: Readonly<Record<string, PolicyResource>>;
  };
  readonly variable: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export interface KubernetesResource {
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly depends_on?: readonly string[];
  readonly [attribute: string]: unknown;
}

export interface SynthesizedTarget {
  readonly json: KubernetesJson;
  readonly platform: Platform;
  /** The description of the chart beside the stack. */
  readonly chart: string;
}

/** The stack of an environment `lab` with the given products alone. */
export function synthTarget(
  overlay: EnvironmentOverlay,
  definitions: readonly ComponentDefinition[],
  delivered: Readonly<Record<string, Delivered>> = {},
): SynthesizedTarget {
  const config = defineEnvironment('lab', { target: { kind: 'kubernetes' }, ...overlay });
  const releases = [
    releaseEach(
      definitions.map(({ product }) => product),
      delivered,
    ),
  ];
  const outdir = mkdtempSync(join(tmpdir(), 'o11y-synth-'));
  try {
    const platform = withoutStacksOfTokens(() => {
      const app = new App({ outdir, stackTraces: false });
      const stack = new TerraformStack(app, 'lab');
      const target = new KubernetesTarget(stack, 'target', { config, definitions, releases });
      for (const definition of definitions) new Component(stack, definition.product, definition);
      app.synth();
      return target.platform;
    });
    const folder = join(outdir, 'stacks', 'lab');
    const json = JSON.parse(readFileSync(join(folder, 'cdk.tf.json'), 'utf8')) as KubernetesJson;
    return { json, platform, chart: readFileSync(join(folder, 'namespace', 'Chart.yaml'), 'utf8') };
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** The resources of one type. */
export const resourcesOf = ({ json }: SynthesizedTarget, type: string): Readonly<Record<string, KubernetesResource>> =>
  json.resource[type] ?? {};
