import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import prod from '../../config/environments/prod';
import staging from '../../config/environments/staging';
import type { EnvironmentOverlay } from '../../config/schema/environment';
import type { Side, StackJson } from '../../plan/model';
import { resourceChanges } from '../../plan/resources';
import { describeWithCluster, startOperator } from '../support/e2e/cluster';
import { E2eProject, run } from '../support/e2e/project';
import { eventually } from '../support/e2e/stores';

const PLATFORM = 'o11ytest';

/** Values of secrets that must be nowhere but in the cluster's Secrets. */
const CANARIES = {
  grafana_admin_password: 'canary-grafana-5b1f',
  redis_password: 'canary-redis-90ac',
  github_secret: 'canary-github-77de',
} as const;

const namespacesOf = (name: string): readonly [string, string] => [`${PLATFORM}-${name}`, `${PLATFORM}-${name}-node`];

/** An environment of the repository in namespaces of its own, with charts from a folder and secrets that are written only. */
function onCluster(name: string, overlay: EnvironmentOverlay): EnvironmentOverlay {
  const [namespace, nodeNamespace] = namespacesOf(name);
  return {
    ...overlay,
    platform: PLATFORM,
    target: {
      kind: 'kubernetes',
      namespace,
      nodeNamespace,
      charts: { source: { kind: 'directory', path: 'charts' } },
      secrets: { kind: 'write-only' },
    },
    grafana: { github: { clientId: 'o11ytest', clientSecret: { secret: 'github_secret' }, organizations: ['example'] } },
    exporters: { redis: [{ name: 'cache', address: 'redis://redis.shop.svc:6379', password: { secret: 'redis_password' } }] },
  };
}

/** What a plan would do, by address. */
interface PlannedChange {
  readonly address: string;
  readonly change: { readonly actions: readonly string[] };
}

async function plannedChanges(project: E2eProject): Promise<readonly PlannedChange[]> {
  await project.synthesize();
  await project.terraform(['plan', '-out=plan', '-no-color'], 0);
  const { stdout } = await project.terraform(['show', '-json', 'plan'], 0);
  const { resource_changes: changes } = JSON.parse(stdout) as { readonly resource_changes: readonly PlannedChange[] };
  return changes.filter(({ change }) => change.actions.join() !== 'no-op');
}

/** An environment as it was synthesised last. */
const sideOf = (project: E2eProject, name: string): Side => ({
  platform: project.platform(),
  stack: JSON.parse(project.read(`cdktf.out/stacks/${name}/cdk.tf.json`)) as StackJson,
});

describeWithCluster('O11Y_CLUSTER', 'a cluster with the environments of the repository', (cluster, charts) => {
  const { kubectl, objectsIn } = cluster;
  const variables = {
    ...cluster.variables,
    ...Object.fromEntries(Object.entries(CANARIES).map(([name, value]) => [`TF_VAR_${name}`, value])),
  };

  const projects = new Map<string, E2eProject>();
  const projectOf = (name: string): E2eProject => {
    const project = projects.get(name);
    if (project === undefined) throw new Error(`${name} was not set up`);
    return project;
  };

  beforeAll(async () => {
    await cluster.remove(PLATFORM, [...namespacesOf('staging'), ...namespacesOf('prod')]);
    for (const [name, overlay] of Object.entries({ staging, prod }))
      projects.set(name, E2eProject.forCluster(name, onCluster(name, overlay), charts, variables));
  });

  afterAll(async () => {
    await cluster.remove(PLATFORM, [...namespacesOf('staging'), ...namespacesOf('prod')]);
    for (const project of projects.values()) project.remove();
  });

  test('a deployment whose machine is gone in the middle goes on after one command, and takes over what it had made', async () => {
    const [namespace, nodeNamespace] = namespacesOf('cut');
    await cluster.remove(PLATFORM, [namespace, nodeNamespace]);
    const project = E2eProject.forCluster('cut', onCluster('cut', staging), charts, variables);
    try {
      const ended = project.start(['deploy', 'cut']);
      const policies = () => objectsIn(namespace, ['networkpolicy']);
      await eventually('it makes something', policies, (found) => found.length > 0);
      project.powerCut();
      await ended();
      await startOperator();
      const { stdout, stderr } = await project.o11y(['deploy', 'cut'], 1);
      const [, namespaceOfLock = '', lock = ''] = /kubectl -n (\S+) delete lease (\S+)/.exec(`${stdout}${stderr}`) ?? [];
      await kubectl('delete', 'lease', lock, '--namespace', namespaceOfLock);
      // Helm's own locks are named after that, if a release was under way.
      for (const one of [namespace, nodeNamespace])
        await kubectl('delete', 'secret', '--namespace', one, '--selector', 'owner=helm,status=pending-install');
      await project.o11y(['deploy', 'cut'], 0);
      expect(await project.planStatus()).toBe(0);
    } finally {
      await cluster.remove(PLATFORM, [namespace, nodeNamespace]);
      project.remove();
    }
  });

  describe.each(['staging', 'prod'])('%s', (name) => {
    const [namespace, nodeNamespace] = namespacesOf(name);

    test('no secret is in what is synthesised, planned or saved', async () => {
      const project = projectOf(name);
      await project.cdktf(['synth'], 0);
      await project.terraform(['init', '-no-color'], 0);
      const { stdout: said } = await project.terraform(['plan', '-out=plan', '-no-color'], 0);
      const { stdout: shown } = await project.terraform(['show', '-json', 'plan'], 0);
      const { stdout: file } = await run('unzip', ['-p', 'plan'], project.stackOptions(0));
      const stack = readFileSync(join(project.folder, 'cdktf.out/stacks', name, 'cdk.tf.json'), 'utf8');
      // So that the search can find something: the secret is known by its name.
      expect(stack).toContain('redis_password');
      for (const canary of Object.values(CANARIES))
        for (const text of [stack, said, shown, file]) expect(text.includes(canary)).toBe(false);
    });

    test('cdktf deploy brings it up, a second plan is empty, and the state holds no secret', async () => {
      const project = projectOf(name);
      await project.cdktf(['deploy', name, '--auto-approve', '--skip-provider-lock'], 0);
      await startOperator();
      expect(await project.planStatus()).toBe(0);
      const { stdout: state } = await project.terraform(['state', 'pull'], 0);
      expect(state).toContain('helm_release');
      for (const canary of Object.values(CANARIES)) expect(state.includes(canary)).toBe(false);
    });

    test('o11y verify reports that every component is ready', async () => {
      const project = projectOf(name);
      await project.o11y(['deploy', name], 0);
      const { stdout } = await project.o11y(['verify', name, '--only', 'readiness', '--json'], 0);
      expect(JSON.parse(stdout)).toMatchObject({ passed: true });
      // An autoscaler adds its pods when it comes to it; status looks once, and ends with 1 while a pod is missing.
      const { stdout: said } = await eventually(
        'status finds every component ready',
        () => project.o11y(['status', name, '--json']),
        ({ status }) => status === 0,
      );
      const status = JSON.parse(said) as readonly { readonly component: string }[];
      expect(status.map(({ component }) => component).sort()).toEqual(
        project
          .platform()
          .components.map((component) => component.name)
          .sort(),
      );
    });

    test('a retention and a limit change in place, and nothing else changes', async () => {
      const project = projectOf(name);
      const before = sideOf(project, name);
      project.configure({
        ...project.overlay,
        retention: { ...project.overlay.retention, traces: '1d' },
        alertmanager: { ...project.overlay.alertmanager, resources: { limits: { memory: '160MiB', cpu: 0.1 } } },
      });
      const changes = await plannedChanges(project);
      const updated = changes.map(({ address, change }) => `${address} ${change.actions.join()}`);
      expect(updated).toEqual(expect.arrayContaining(['helm_release.kube-prometheus-stack update', 'helm_release.tempo update']));
      // The quota follows the limits.
      for (const change of updated)
        expect(change).toMatch(/^(helm_release\.(kube-prometheus-stack|tempo)|kubernetes_(resource_quota|limit_range)_v1\..+) update$/);
      // The same is said without a cluster.
      expect(resourceChanges(before, sideOf(project, name)).map(({ address, action }) => `${address} ${action}`)).toEqual(updated.sort());
      const { stdout: shown } = await project.o11y(['plan', name, '--live', '--out', 'reviewed.tfplan'], 2);
      for (const canary of Object.values(CANARIES)) expect(shown.includes(canary)).toBe(false);
      await project.o11y(['deploy', name, '--plan', 'reviewed.tfplan'], 0);
      expect(await project.planStatus()).toBe(0);
    });

    test('drift is what somebody else has changed, and a deployment mends it', async () => {
      const project = projectOf(name);
      await project.o11y(['drift', name], 0);
      await kubectl('delete', 'resourcequota', '--all', '--namespace', namespace);
      expect((await project.o11y(['drift', name], 2)).stdout).toContain('is gone');
      await project.o11y(['deploy', name], 0);
      await project.o11y(['drift', name], 0);
    });

    test('destroy leaves nothing but the volumes, and purge not even those', async () => {
      const project = projectOf(name);
      await project.o11y(['destroy', name, '--yes'], 0);
      const kinds = [
        'all',
        'secret',
        'configmap',
        'networkpolicy',
        'resourcequota',
        'limitrange',
        'poddisruptionbudget',
        'role',
        'rolebinding',
        'ingress',
      ];
      const remains = [...(await objectsIn(namespace, kinds)), ...(await objectsIn(nodeNamespace, kinds))];
      expect(remains.filter((object) => object !== 'configmap/kube-root-ca.crt')).toEqual([]);
      expect((await objectsIn(namespace, ['persistentvolumeclaim'])).length).toBeGreaterThan(3);
      const unbound = await kubectl('get', 'priorityclass,clusterrole,clusterrolebinding', '--output', 'name');
      expect(unbound.split('\n').filter((object) => object.includes(`/${PLATFORM}-`))).toEqual([]);
      await project.o11y(['purge', name, '--yes'], 0);
      expect(await objectsIn(namespace, ['persistentvolumeclaim'])).toEqual([]);
    });
  });
});
