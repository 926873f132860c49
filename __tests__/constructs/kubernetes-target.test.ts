import { defineEnvironment } from '../../config/define';
import type { EnvironmentOverlay } from '../../config/schema/environment';
import type { ComponentPlan } from '../../constructs/core/component';
import { Component } from '../../constructs/targets/component';
import { DockerTarget } from '../../constructs/targets/docker';
import { requiredSecrets } from '../../constructs/targets/kubernetes-secrets';
import { type Delivered, definitionOf, plainPlan, resourcesOf, synthTarget } from '../support/kubernetes-stack';
import { synthPlain } from '../support/synth';

const given = (name: string) => ({ kind: 'given', name }) as const;

const plans: readonly ComponentPlan[] = [
  plainPlan('store', { secretEnvironment: { ACCESS_KEY: given('s3_key') }, resources: resources(1024, 1, 512, 0.5) }),
  plainPlan('grafana', { secretFiles: [{ path: '/password', source: { kind: 'generated', name: 'grafana_admin_password' } }] }),
  plainPlan('exporter', { secretFiles: [{ path: '/key', source: given('s3_key') }], resources: resources(64, 0.2, 16, 0.05) }),
  plainPlan('agent', { secretFiles: [{ path: '/key', source: given('s3_key') }], resources: resources(192, 0.3, 64, 0.1) }),
];

function resources(memory: number, cpu: number, reservedMemory: number, reservedCpu: number): ComponentPlan['resources'] {
  return {
    limits: { memory: `${memory}MiB`, cpu },
    reservations: { memory: `${reservedMemory}MiB`, cpu: reservedCpu },
  };
}

const delivered: Readonly<Record<string, Delivered>> = {
  store: { replicas: { min: 2, max: 3 }, volume: '20Gi' },
  exporter: { replicas: { min: 1, max: 4 } },
  agent: { namespace: 'node' },
};

const stackOf = (target: Partial<Extract<EnvironmentOverlay['target'], { kind: 'kubernetes' }>> = {}, of = plans) =>
  synthTarget({ target: { kind: 'kubernetes', ...target } }, of.map(definitionOf), delivered);

describe('the namespaces', () => {
  const stack = stackOf();

  it('have Pod Security labels: restricted, but for what reads nodes', () => {
    const [kept, node] = [resourcesOf(stack, 'kubernetes_labels'), resourcesOf(stack, 'kubernetes_namespace_v1')];
    expect(kept['platform_namespace']).toMatchObject({
      kind: 'Namespace',
      metadata: { name: 'observability' },
      labels: { 'pod-security.kubernetes.io/enforce': 'restricted', 'app.kubernetes.io/part-of': 'o11y-lab' },
    });
    expect(node['node_namespace']).toMatchObject({
      metadata: { name: 'observability-node', labels: { 'pod-security.kubernetes.io/enforce': 'privileged' } },
    });
  });

  it('outlive the platform where volumes are: Helm creates it, and nothing removes it', () => {
    expect(resourcesOf(stack, 'helm_release')['namespace']).toMatchObject({
      chart: './namespace',
      namespace: 'observability',
      create_namespace: true,
    });
    expect(Object.keys(resourcesOf(stack, 'kubernetes_namespace_v1'))).toEqual(['node_namespace']);
    expect(stack.chart).toContain('name: namespace\n');
  });

  it('are one where nothing reads nodes', () => {
    const small = stackOf({}, plans.slice(0, 1));
    expect(resourcesOf(small, 'kubernetes_namespace_v1')).toEqual({});
    expect(Object.keys(resourcesOf(small, 'kubernetes_resource_quota_v1'))).toEqual(['platform_quota']);
  });
});

describe('the releases', () => {
  const stack = stackOf({ secrets: { kind: 'write-only' } });

  it('wait for everything that their pods need in their namespace', () => {
    const { depends_on: dependsOn = [] } = resourcesOf(stack, 'helm_release')['store'] ?? {};
    expect([...dependsOn].sort()).toEqual([
      'kubernetes_labels.platform_namespace',
      'kubernetes_limit_range_v1.platform_limits',
      'kubernetes_network_policy_v1.platform-default-deny',
      'kubernetes_network_policy_v1.platform-o11y-exporter',
      'kubernetes_network_policy_v1.platform-o11y-grafana',
      'kubernetes_network_policy_v1.platform-o11y-store',
      'kubernetes_priority_class_v1.priority',
      'kubernetes_resource_quota_v1.platform_quota',
      'kubernetes_secret_v1.platform-grafana-admin-password',
      'kubernetes_secret_v1.platform-s3-key',
    ]);
    expect(resourcesOf(stack, 'helm_release')['agent']?.depends_on).toContain('kubernetes_namespace_v1.node_namespace');
  });

  it('carry their values as JSON in which Terraform reads nothing', () => {
    expect(resourcesOf(stack, 'helm_release')['store']).toMatchObject({
      values: ['{"text":"$${not} %%{an} {{expression}}"}'],
      upgrade_install: true,
      atomic: true,
    });
  });
});

describe('the quota', () => {
  const hardOf = (stack: ReturnType<typeof stackOf>, name: string): unknown =>
    (resourcesOf(stack, 'kubernetes_resource_quota_v1')[name]?.['spec'] as { readonly hard: unknown } | undefined)?.hard;

  it('is what all releases ask for when scaled out, with head-room', () => {
    // 3 store, 1 grafana, 4 exporter, each with two helpers of 10m, 32Mi to 200m, 128Mi; half as much again.
    expect(hardOf(stackOf(), 'platform_quota')).toEqual({
      pods: '12',
      'requests.cpu': `${(3 * 500 + 250 + 4 * 50 + 8 * 20) * 1.5}m`,
      'requests.memory': `${(3 * 512 + 256 + 4 * 16 + 8 * 64) * 1.5}Mi`,
      'limits.cpu': `${(3 * 1000 + 500 + 4 * 200 + 8 * 400) * 1.5}m`,
      'limits.memory': `${(3 * 1024 + 512 + 4 * 64 + 8 * 256) * 1.5}Mi`,
      persistentvolumeclaims: '5',
      'requests.storage': '90Gi',
      'services.loadbalancers': '0',
      'services.nodeports': '0',
    });
  });

  it('leaves room for one more pod of the largest kind, however little head-room is asked for', () => {
    expect(hardOf(stackOf({ quotaHeadRoom: 0.1 }, plans.slice(0, 1)), 'platform_quota')).toMatchObject({
      pods: '4',
      'requests.memory': `${4 * (512 + 64)}Mi`,
      'requests.storage': '66Gi',
    });
  });

  it('does not count pods where each node has its own', () => {
    expect(hardOf(stackOf(), 'node_quota')).toEqual({
      persistentvolumeclaims: '0',
      'services.loadbalancers': '0',
      'services.nodeports': '0',
    });
  });

  it('comes with limits for containers that say nothing, up to those of the largest component', () => {
    const limits = resourcesOf(stackOf(), 'kubernetes_limit_range_v1');
    const limit = { type: 'Container', default: { cpu: '200m', memory: '128Mi' }, default_request: { cpu: '10m', memory: '32Mi' } };
    expect(limits['platform_limits']?.['spec']).toEqual({ limit: [{ ...limit, max: { cpu: '1', memory: '1Gi' } }] });
    expect(limits['node_limits']?.['spec']).toEqual({ limit: [{ ...limit, max: { cpu: '300m', memory: '192Mi' } }] });
  });
});

describe('disruption budgets', () => {
  it('are for what always has several pods: one would keep a node with a single pod from being drained', () => {
    expect(Object.values(resourcesOf(stackOf(), 'kubernetes_pod_disruption_budget_v1'))).toEqual([
      expect.objectContaining({
        metadata: expect.objectContaining({ name: 'o11y-store', namespace: 'observability' }),
        spec: {
          max_unavailable: '1',
          selector: { match_labels: { 'observability-stacks.dev/component': 'store' } },
        },
      }),
    ]);
  });
});

describe('secrets', () => {
  const namesOf = (stack: ReturnType<typeof stackOf>) =>
    Object.values(resourcesOf(stack, 'kubernetes_secret_v1')).map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);

  it('are somebody else’s unless asked for', () => {
    const stack = stackOf();
    expect(namesOf(stack)).toEqual([]);
    expect(Object.keys(stack.json.variable)).toEqual(['kubeconfig']);
    expect(requiredSecrets(stack.platform)).toEqual([
      { namespace: 'platform', name: 'grafana-admin-password', key: 'value', variable: 'grafana_admin_password' },
      { namespace: 'platform', name: 's3-key', key: 'value', variable: 's3_key' },
      { namespace: 'node', name: 's3-key', key: 'value', variable: 's3_key' },
    ]);
  });

  it('are written from ephemeral variables, in each namespace where a component needs them', () => {
    const stack = stackOf({ secrets: { kind: 'write-only', revision: 3 } });
    expect(namesOf(stack).sort()).toEqual(['observability-node/s3-key', 'observability/grafana-admin-password', 'observability/s3-key']);
    for (const secret of Object.values(resourcesOf(stack, 'kubernetes_secret_v1'))) {
      expect(secret['data_wo_revision']).toBe(3);
      expect(secret['data_wo']).toEqual({ value: `\${var.${secret.metadata.name.replaceAll('-', '_')}}` });
      expect(secret).not.toHaveProperty('data');
    }
    for (const name of ['s3_key', 'grafana_admin_password'])
      expect(stack.json.variable[name]).toMatchObject({ ephemeral: true, sensitive: true, nullable: false });
  });

  it('reach the environment of a container on Docker by reference', () => {
    const plan = plainPlan('store', { environment: { PLAIN: 'text' }, secretEnvironment: { ACCESS_KEY: given('s3_key') } });
    const json = synthPlain((stack) => {
      new DockerTarget(stack, 'target', { config: defineEnvironment('dev', {}), definitions: [definitionOf(plan)] });
      new Component(stack, 'store', definitionOf(plan));
    });
    expect(json.resource.docker_container['store']?.env).toEqual(['PLAIN=text', 'ACCESS_KEY=${var.s3_key}']);
    expect(json.variable['s3_key']?.sensitive).toBe(true);
  });
});
