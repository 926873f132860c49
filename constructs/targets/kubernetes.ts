import { HelmProvider } from '@cdktf/provider-helm/lib/provider';
import { Release as HelmRelease } from '@cdktf/provider-helm/lib/release';
import { PriorityClassV1 } from '@cdktf/provider-kubernetes/lib/priority-class-v1';
import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import { type ITerraformDependable, TerraformStack, TerraformVariable } from 'cdktf';
import type { Construct } from 'constructs';
import { configError } from '../../config/errors';
import type { EnvironmentConfig } from '../../config/schema/environment';
import type { KubernetesTargetConfig } from '../../config/schema/kubernetes';
import { providers } from '../../config/versions';
import type { ComponentDefinition, ComponentPlan } from '../core/component';
import { priorityClassName } from '../core/kubernetes';
import { ownerLabels } from '../core/labels';
import { type Platform, resolvePlatform } from '../core/platform';
import type { NamespaceRole, Release } from '../core/release';
import { type ReleaseDefinition, resolveReleases } from '../core/release-definition';
import { addressingOf } from './addressing';
import { escapeTerraform } from './escape';
import { DisruptionBudgets, disruptionBudgets } from './kubernetes-budgets';
import { chartAttributes } from './kubernetes-charts';
import { Namespaces } from './kubernetes-namespaces';
import type { ObjectContext } from './kubernetes-objects';
import { NetworkPolicies, networkPolicies } from './kubernetes-policies';
import { NamespaceQuotas, namespaceLimits } from './kubernetes-quota';
import { requiredSecrets, WriteOnlySecrets } from './kubernetes-secrets';
import { DeploymentTarget } from './target';

export interface KubernetesTargetProps {
  readonly config: EnvironmentConfig;
  /** The products that may be deployed; those that the configuration has off are left out. */
  readonly definitions: readonly ComponentDefinition[];
  /** The charts that deliver them. */
  readonly releases: readonly ReleaseDefinition[];
}

/** How long Helm waits for a release's pods (s). */
const TIMEOUT = 600;

/** Deploys components by Helm into a cluster. It knows no product: charts and values come from the release definitions. */
export class KubernetesTarget extends DeploymentTarget {
  readonly config: EnvironmentConfig;
  readonly definitions: readonly ComponentDefinition[];
  readonly platform: Platform;
  private readonly target: KubernetesTargetConfig;
  private readonly deployed = new Set<string>();
  private readonly prerequisites: (namespace: NamespaceRole) => ITerraformDependable[];

  /** @throws ConfigError when the environment's target is not Kubernetes, or a component is in no chart */
  constructor(scope: Construct, id: string, props: KubernetesTargetProps) {
    super(scope, id);
    if (props.config.target.kind !== 'kubernetes')
      throw configError('target.kind', props.config.target.kind, 'must be "kubernetes" for a KubernetesTarget');
    this.config = props.config;
    this.definitions = props.definitions;
    this.target = props.config.target;
    this.platform = describeOnKubernetes(props.config, this.target, props.definitions, props.releases);
    this.configureProviders();
    this.prerequisites = this.prepare();
  }

  deploy(scope: Construct, plan: ComponentPlan): void {
    const release = this.platform.releases.find(({ delivers }) => delivers.some(({ name }) => name === plan.name));
    if (release !== undefined) this.release(scope, release);
  }

  private release(scope: Construct, release: Release): void {
    // One release delivers several components.
    if (this.deployed.has(release.name)) return;
    this.deployed.add(release.name);
    const helmRelease = new HelmRelease(scope, release.name, {
      name: release.name,
      namespace: this.namespaceName(release.namespace),
      ...chartAttributes(this.target.charts.source, release.chart),
      // As JSON, so that a plan shows the leaves that change and nothing else.
      values: [escapeTerraform(JSON.stringify(release.values))],
      wait: true,
      timeout: TIMEOUT,
      // A failed installation is not in the state, and the name would be taken at the next attempt.
      upgradeInstall: true,
      atomic: true,
      cleanupOnFail: true,
      maxHistory: 5,
      dependsOn: this.prerequisites(release.namespace),
    });
    helmRelease.overrideLogicalId(release.name);
  }

  /** Everything beside the releases. What it gives back must be there before any pod of a namespace. */
  private prepare(): (namespace: NamespaceRole) => ITerraformDependable[] {
    const { platform, target } = this;
    const priorityClass = new PriorityClassV1(this, 'priority', {
      metadata: { name: priorityClassName(this.config), labels: this.labels() },
      description: 'The observability platform, which is needed most when nodes run short',
      value: target.priority,
    });
    priorityClass.overrideLogicalId('priority');
    const namespaces = new Namespaces(this, 'namespaces', platform, target, this.labels());
    const objects: ObjectContext = {
      metadata: (namespace, name) => ({ name, namespace: this.namespaceName(namespace), labels: this.labels() }),
      namespaceReady: (namespace) => namespaces.in(namespace),
    };
    const policies = new NetworkPolicies(this, 'policies', networkPolicies(platform, target), objects);
    const quotas = new NamespaceQuotas(this, 'quotas', namespaceLimits(platform, target.quotaHeadRoom), objects);
    const secrets =
      target.secrets.kind === 'write-only'
        ? new WriteOnlySecrets(this, 'secrets', requiredSecrets(platform), target.secrets.revision, objects)
        : undefined;
    new DisruptionBudgets(this, 'budgets', disruptionBudgets(platform), objects);
    return (namespace) => [
      priorityClass,
      ...namespaces.in(namespace),
      ...policies.in(namespace),
      ...quotas.in(namespace),
      ...(secrets?.in(namespace) ?? []),
    ];
  }

  private namespaceName(role: NamespaceRole): string {
    return role === 'platform' ? this.target.namespace : this.target.nodeNamespace;
  }

  private labels(): Record<string, string> {
    return { 'app.kubernetes.io/managed-by': 'cdktf', ...ownerLabels(this.config) };
  }

  private configureProviders(): void {
    const kubeconfig = new TerraformVariable(this, 'kubeconfig', {
      type: 'string',
      default: '~/.kube/config',
      description: 'Path of the kubeconfig; null inside of a cluster, where the pod has an identity',
    });
    kubeconfig.overrideLogicalId('kubeconfig');
    const access = {
      configPath: kubeconfig.stringValue,
      ...(this.target.context === undefined ? {} : { configContext: this.target.context }),
    };
    new KubernetesProvider(this, 'kubernetes', access);
    new HelmProvider(this, 'helm', { kubernetes: access });
    const stack = TerraformStack.of(this);
    stack.addOverride('terraform.required_providers.kubernetes', providers.kubernetes);
    stack.addOverride('terraform.required_providers.helm', providers.helm);
  }
}

/** The platform as charts deliver it. Pure. @throws ConfigError when it cannot be rendered, or a component is in no chart */
function describeOnKubernetes(
  config: EnvironmentConfig,
  target: KubernetesTargetConfig,
  definitions: readonly ComponentDefinition[],
  releases: readonly ReleaseDefinition[],
): Platform {
  const platform = resolvePlatform(config, definitions, addressingOf(config));
  return { ...platform, releases: resolveReleases({ config, target, platform }, releases) };
}
