import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { adopt, adoptionsOf } from '../../../cli/kubernetes/adopt';
import { ownerLabels } from '../../../constructs/core/labels';
import { clusterPlatform, fakeCluster } from '../../support/cluster';

const platform = clusterPlatform();

const STACK = JSON.stringify({
  resource: {
    helm_release: { loki: { name: 'loki' } },
    kubernetes_namespace_v1: { node_namespace: { metadata: { name: 'observability-node' } } },
    kubernetes_network_policy_v1: {
      'platform-default-deny': { metadata: { name: 'default-deny', namespace: 'observability' } },
      'platform-o11y-loki': { metadata: { name: 'o11y-loki', namespace: 'observability' } },
    },
  },
});

const refused = (address: string, detail = 'it already exists') => ({ severity: 'error' as const, summary: '', detail, address });
const DIAGNOSTICS = {
  diagnostics: [
    refused('kubernetes_namespace_v1.node_namespace'),
    refused('kubernetes_network_policy_v1.platform-default-deny'),
    refused('kubernetes_network_policy_v1.platform-o11y-loki', 'forbidden: exceeded quota'),
    refused('helm_release.loki'),
  ],
};

const object = (labels: object) => ({ metadata: { name: 'any', labels } });
const own = object(ownerLabels(platform.config));
const NAMESPACE = 'kubectl get namespace observability-node';
const POLICY = 'kubectl get networkpolicy default-deny -n observability';

describe('what a deployment made that was cut off', () => {
  it('is what exists already and is labelled as its own', async () => {
    expect(await adoptionsOf(fakeCluster({ [NAMESPACE]: own, [POLICY]: own }), platform, STACK, DIAGNOSTICS)).toEqual([
      { address: 'kubernetes_namespace_v1.node_namespace', id: 'observability-node' },
      { address: 'kubernetes_network_policy_v1.platform-default-deny', id: 'observability/default-deny' },
    ]);
  });

  it.each([
    ['of another environment', object(ownerLabels({ ...platform.config, name: 'prod' }))],
    ['of somebody who says nothing', object({})],
  ])('is not what is %s', async (_, others) => {
    expect(await adoptionsOf(fakeCluster({ [NAMESPACE]: others, [POLICY]: others }), platform, STACK, DIAGNOSTICS)).toEqual([]);
  });

  it('is named to Terraform for one run, and nothing of an earlier run stays', () => {
    const folder = mkdtempSync(join(tmpdir(), 'o11y-adopt-'));
    try {
      const file = join(folder, 'adopted.tf');
      const { release } = adopt({ folder }, [{ address: 'kubernetes_secret_v1.platform-a', id: 'observability/a' }]);
      expect(readFileSync(file, 'utf8')).toBe('import {\n  to = kubernetes_secret_v1.platform-a\n  id = "observability/a"\n}\n');
      release();
      expect(existsSync(file)).toBe(false);
      adopt({ folder }, [{ address: 'kubernetes_secret_v1.platform-a', id: 'observability/a' }]);
      adopt({ folder }, []);
      expect(existsSync(file)).toBe(false);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
