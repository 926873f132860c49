import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Release as HelmRelease } from '@cdktf/provider-helm/lib/release';
import { Labels } from '@cdktf/provider-kubernetes/lib/labels';
import { NamespaceV1 } from '@cdktf/provider-kubernetes/lib/namespace-v1';
import { type ITerraformDependable, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import type { KubernetesTargetConfig } from '../../config/schema/kubernetes';
import type { Platform } from '../core/platform';
import type { NamespaceRole } from '../core/release';
import { namespacesOf } from './kubernetes-objects';

/** Pod Security standards: https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
const POD_SECURITY: Readonly<Record<NamespaceRole, string>> = { platform: 'restricted', node: 'privileged' };

/**
 * Name of the release that creates the platform's namespace, and of its chart's folder beside the synthesised stack. Helm removes no
 * namespace that it has created, and the provider for Kubernetes removes every one: with it would go the claims in it, and their volumes.
 */
const NAMESPACE_RELEASE = 'namespace';

/** Its chart, which makes nothing else. https://helm.sh/docs/topics/charts/#the-chartyaml-file */
const CHART: Readonly<Record<string, string>> = {
  'Chart.yaml': 'apiVersion: v2\nname: namespace\nversion: 1.0.0\ndescription: Nothing but the namespace that its release is in\n',
};

/** Labels by which Pod Security admits pods to a namespace. */
const podSecurityLabels = (role: NamespaceRole): Readonly<Record<string, string>> =>
  Object.fromEntries(['enforce', 'audit', 'warn'].map((mode) => [`pod-security.kubernetes.io/${mode}`, POD_SECURITY[role]]));

/** Creates the namespaces of a platform. */
export class Namespaces extends Construct {
  private readonly ready = new Map<NamespaceRole, ITerraformDependable>();

  constructor(scope: Construct, id: string, platform: Platform, target: KubernetesTargetConfig, labels: Readonly<Record<string, string>>) {
    super(scope, id);
    for (const role of namespacesOf(platform)) {
      const own = { ...labels, ...podSecurityLabels(role) };
      this.ready.set(role, role === 'platform' ? this.keptNamespace(target.namespace, own) : this.namespace(target.nodeNamespace, own));
    }
  }

  /** What must be there before anything in the namespace. */
  in(role: NamespaceRole): ITerraformDependable[] {
    const ready = this.ready.get(role);
    return ready === undefined ? [] : [ready];
  }

  /** A namespace that is removed with all that is in it. */
  private namespace(name: string, labels: Record<string, string>): ITerraformDependable {
    const namespace = new NamespaceV1(this, 'node', { metadata: { name, labels } });
    namespace.overrideLogicalId('node_namespace');
    return namespace;
  }

  /** A namespace that stays. */
  private keptNamespace(name: string, labels: Record<string, string>): ITerraformDependable {
    writeWithStack(TerraformStack.of(this), CHART);
    const release = new HelmRelease(this, NAMESPACE_RELEASE, {
      name: NAMESPACE_RELEASE,
      namespace: name,
      createNamespace: true,
      chart: `./${NAMESPACE_RELEASE}`,
      upgradeInstall: true,
      maxHistory: 5,
    });
    release.overrideLogicalId(NAMESPACE_RELEASE);
    const namespaceLabels = new Labels(this, 'platform', {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name },
      labels,
      // A namespace that was there before may have been labelled by somebody else.
      force: true,
      dependsOn: [release],
    });
    namespaceLabels.overrideLogicalId('platform_namespace');
    return namespaceLabels;
  }
}

/** Writes the chart's files into the folder of a synthesised stack, whenever that is written itself. */
function writeWithStack(stack: TerraformStack, files: Readonly<Record<string, string>>): void {
  const { synthesizer } = stack;
  stack.synthesizer = {
    synthesize: (session) => {
      synthesizer.synthesize(session);
      for (const [file, content] of Object.entries(files)) {
        const path = join(session.outdir, session.manifest.forStack(stack).workingDirectory, NAMESPACE_RELEASE, file);
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, content);
      }
    },
  };
}
