import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Construct } from 'constructs';
import { defineEnvironment } from '../../config/define';
import type { EnvironmentOverlay } from '../../config/schema/environment';
import type { ComponentDefinition } from '../../constructs/core/component';
import { KubeStateMetrics } from '../../constructs/exporters/kube-state-metrics';
import { OtelSampler } from '../../constructs/otel-collector/sampler';
import { PrometheusOperator } from '../../constructs/prometheus/operator';
import { registry } from '../../constructs/registry';
import { releaseDefinitions } from '../../constructs/releases';
import { KubernetesTarget } from '../../constructs/targets/kubernetes';
import { EnvironmentStack } from '../../stacks/environment-stack';
import { definitionOf, type KubernetesJson, plainPlan } from '../support/kubernetes-stack';
import { type StackJson, synthPlain, synthText } from '../support/synth';

const isDefinition = (value: unknown): value is ComponentDefinition =>
  typeof value === 'object' && value !== null && 'product' in value && 'shapes' in value;

describe('the registry', () => {
  it('holds every product that a file of constructs defines, once', async () => {
    const folder = join(process.cwd(), 'constructs');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
    const modules = await Promise.all(files.map((file): Promise<Record<string, unknown>> => import(join(folder, file))));
    const defined = modules.flatMap((module) => Object.values(module).filter(isDefinition)).map(({ product }) => product);
    expect(registry.map(({ product }) => product).sort()).toEqual(defined.sort());
    expect(new Set(defined).size).toBe(defined.length);
  });
});

describe('an environment with a product that somebody brings', () => {
  const mine = definitionOf(plainPlan('heartbeat'));

  it.each(['metrics', 'logs', 'traces', 'alerting', 'visualization', 'collection'] as const)('deploys it as a part of %s', (part) => {
    const config = defineEnvironment('dev', {});
    const text = synthText('dev', (app) => new EnvironmentStack(app, { config, definitions: [...registry, { ...mine, part }] }));
    const { resource } = JSON.parse(text) as StackJson;
    expect(resource.docker_container['heartbeat']).toMatchObject({ name: 'o11y-dev-heartbeat' });
    expect(text).toContain(`"path": "dev/${part}/heartbeat/heartbeat"`);
  });
});

const TWO_TIERS: EnvironmentOverlay = { sampling: { traces: { ratio: 0.1 } }, otelCollector: { replicas: { min: 2, max: 3 } } };

/** The constructs that there are on clusters alone, with the release that they make beside that of the namespace. */
const ON_CLUSTERS: readonly (readonly [string, new (scope: Construct) => Construct, EnvironmentOverlay, string])[] = [
  ['KubeStateMetrics', KubeStateMetrics, {}, 'kube-prometheus-stack'],
  ['PrometheusOperator', PrometheusOperator, {}, 'kube-prometheus-stack'],
  ['OtelSampler', OtelSampler, TWO_TIERS, 'otel-sampler'],
];

describe.each(ON_CLUSTERS)('new %s in a stack of somebody else', (_, Product, overlay, release) => {
  it('deploys its release, and no other', () => {
    const config = defineEnvironment('lab', { target: { kind: 'kubernetes' }, ...overlay });
    const json: unknown = synthPlain((scope) => {
      new KubernetesTarget(scope, 'target', { config, definitions: registry, releases: releaseDefinitions });
      new Product(scope);
    });
    expect(Object.keys((json as KubernetesJson).resource['helm_release'] ?? {}).sort()).toEqual([release, 'namespace'].sort());
  });
});
