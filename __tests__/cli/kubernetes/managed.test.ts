import { managedIn } from '../../../cli/kubernetes/managed';

const state = (...resources: readonly object[]): string => JSON.stringify({ version: 4, resources });

const resource = (type: string, attributes: object, mode = 'managed'): object => ({ mode, type, name: 'x', instances: [{ attributes }] });

describe("what Terraform's state has of a cluster", () => {
  it('is objects by the kinds of Kubernetes, and releases', () => {
    const metadata = [{ name: 'o11y', namespace: 'observability', uid: 'u', labels: {} }];
    expect(
      managedIn(
        state(
          resource('kubernetes_network_policy_v1', { id: 'observability/o11y', metadata }),
          resource('kubernetes_namespace_v1', { metadata: [{ name: 'observability-node' }] }),
          resource('helm_release', { name: 'loki', namespace: 'observability', metadata: { revision: 3 } }),
        ),
      ),
    ).toEqual({
      objects: [
        { kind: 'NetworkPolicy', namespace: 'observability', name: 'o11y', uid: 'u' },
        { kind: 'Namespace', namespace: '', name: 'observability-node', uid: '' },
      ],
      releases: [{ namespace: 'observability', name: 'loki' }],
    });
  });

  it('is neither what it only reads nor labels that it puts on what others made', () => {
    const metadata = [{ name: 'observability' }];
    expect(
      managedIn(
        state(resource('kubernetes_namespace_v1', { metadata }, 'data'), resource('kubernetes_labels', { metadata, kind: 'Namespace' })),
      ),
    ).toEqual({ objects: [], releases: [] });
  });

  it('is nothing before the first deployment', () => {
    expect(managedIn('')).toEqual({ objects: [], releases: [] });
    expect(managedIn('{"version":4}')).toEqual({ objects: [], releases: [] });
  });
});
