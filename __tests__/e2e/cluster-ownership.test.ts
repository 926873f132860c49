import { once } from 'node:events';
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { claimsOf, keepOwnerOfClaims } from '../../cli/kubernetes/claims';
import { createCluster } from '../../cli/kubernetes/cluster';
import { purge, remainsOf } from '../../cli/kubernetes/data';
import { refuseOthers, removeKubeletService } from '../../cli/kubernetes/destroy';
import { lockOf } from '../../cli/kubernetes/lock';
import { keepOwner, ownedNamespaces } from '../../cli/kubernetes/owner';
import { type Runner, runProgram } from '../../cli/kubernetes/run';
import { type Holder, thisHolder } from '../../cli/target/holder';
import type { EnvironmentOverlay } from '../../config/schema/environment';
import { ownerLabels, PART_OF } from '../../constructs/core/labels';
import type { Platform } from '../../constructs/core/platform';
import { clusterPlatform } from '../support/cluster';
import { clusterAt, describeWithCluster } from '../support/e2e/cluster';
import { E2eProject } from '../support/e2e/project';
import { allOf, describeWith, programNeed } from '../support/needs';

const PLATFORM = 'o11yowner';

/** Namespaces of the test that runs: those of the one before take a while to go. */
let [SHARED, OWN, NODE] = ['', '', ''];
let tests = 0;
function nextNamespaces(): void {
  tests += 1;
  [SHARED, OWN, NODE] = ['shared', 'own', 'node'].map((name) => `o11ytest-${name}-${process.pid}-${tests}`) as [string, string, string];
}

const STAGING = { platform: PLATFORM, name: 'staging' };
const PROD = { platform: PLATFORM, name: 'prod' };

const overlayOf = (namespace: string, target: object = {}): EnvironmentOverlay => ({
  platform: PLATFORM,
  target: { kind: 'kubernetes', namespace, nodeNamespace: NODE, ...target },
});

/** Staging, as a chart would deliver it. */
const stagingIn = (namespace: string, target: object = {}): Platform => clusterPlatform({ ...overlayOf(namespace, target), grafana: {} });

const KUBECONFIG = process.env['O11Y_CLUSTER'] ?? '';
const { kubectl, objectsIn, variables: CLUSTER_VARIABLES } = clusterAt(KUBECONFIG);
const cluster = createCluster(KUBECONFIG, undefined);
const WHERE = 'the cluster of the test';

const apply = async (...objects: readonly object[]): Promise<void> => {
  const items = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
  const { code, stderr } = await cluster.send(items, 'apply', '-f', '-');
  if (code !== 0) throw new Error(stderr);
};

type Labels = Readonly<Record<string, string>>;

const namespace = (name: string, labels: Labels = {}, annotations: Labels = {}): object => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels, annotations },
});

const claim = (inNamespace: string, name: string, labels: Labels = {}): object => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name, namespace: inNamespace, labels },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
});

const pod = (inNamespace: string, name: string, claimName: string, labels: Labels = {}): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: inNamespace, labels },
  spec: {
    containers: [{ name: 'app', image: 'busybox:1.37' }],
    volumes: [{ name: 'data', persistentVolumeClaim: { claimName } }],
    terminationGracePeriodSeconds: 0,
  },
});

const deployment = (inNamespace: string, name: string, rest: { metadata?: object; labels?: Labels; replicas?: number } = {}): object => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace: inNamespace, ...rest.metadata },
  spec: {
    replicas: rest.replicas ?? 0,
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name, ...rest.labels } }, spec: { containers: [{ name: 'app', image: 'busybox:1.37' }] } },
  },
});

const claimsIn = async (name: string): Promise<readonly string[]> =>
  (await objectsIn(name, ['persistentvolumeclaim'])).map((line) => line.replace(/^.*\//, '')).sort();

const namespaceExists = async (name: string): Promise<boolean> =>
  (await kubectl('get', 'namespace', name, '--ignore-not-found', '-o', 'jsonpath={.status.phase}')) === 'Active';

/** What was said to a person while something was done. */
async function notesOf<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly notes: string }> {
  const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    const result = await work();
    return { result, notes: write.mock.calls.map(([text]) => String(text)).join('') };
  } finally {
    write.mockRestore();
  }
}

async function purgeAll(platform: Platform): Promise<{ readonly result: readonly string[]; readonly notes: string }> {
  const { volumes } = await remainsOf({ cluster, where: WHERE }, platform);
  return notesOf(() => purge(cluster, platform, volumes));
}

const wipe = async (): Promise<void> => {
  await kubectl('delete', 'namespace', SHARED, OWN, NODE, '--ignore-not-found', '--wait=false');
  await kubectl('delete', 'service,endpoints', `${PLATFORM}-kubelet`, '-n', 'kube-system', '--ignore-not-found');
  await kubectl('delete', 'priorityclass', `${PLATFORM}-staging`, '--ignore-not-found');
};

const here = allOf({ missing: existsSync(KUBECONFIG) ? undefined : 'O11Y_CLUSTER' }, programNeed('kubectl'));

describeWith(here, 'what is deleted in a cluster', () => {
  beforeEach(nextNamespaces);
  afterEach(wipe);

  test("data of another environment in the same namespace stays, and the namespace, which is the other's", async () => {
    await apply(
      namespace(SHARED, ownerLabels(PROD)),
      claim(SHARED, 'storage-o11y-loki-0', ownerLabels(PROD)),
      claim(SHARED, 'kept', ownerLabels(STAGING)),
      claim(SHARED, 'storage-o11y-tempo-0'),
      claim(SHARED, 'somebody-elses'),
    );
    const { result, notes } = await purgeAll(stagingIn(SHARED));
    expect(result).toEqual([`${SHARED}/kept`]);
    expect(await claimsIn(SHARED)).toEqual(['somebody-elses', 'storage-o11y-loki-0', 'storage-o11y-tempo-0']);
    expect(await namespaceExists(SHARED)).toBe(true);
    expect(notes).toBe(`The namespace ${SHARED} stays: it belongs to the environment prod of the platform ${PLATFORM}.\n`);
  });

  // https://github.com/commitdev/zero/issues/332: the kubeconfig pointed at another cluster when everything was removed.
  test('nothing is touched in a cluster that has nothing of the environment', async () => {
    await apply(namespace(SHARED, ownerLabels(PROD)), claim(SHARED, 'storage-o11y-loki-0', ownerLabels(PROD)), namespace(NODE));
    await expect(remainsOf({ cluster, where: WHERE }, stagingIn(SHARED))).rejects.toThrow(
      [
        `nothing of the environment staging of the platform ${PLATFORM} is in ${WHERE}.`,
        `  the namespace ${SHARED} is there, and belongs to the environment prod of the platform ${PLATFORM}`,
        `  the namespace ${NODE} is there, and nothing says whose it is`,
        "Nothing was touched. Is it the right cluster? target.context of staging is not set, so that the kubeconfig's current context was asked; kubectl config get-contexts lists all.",
      ].join('\n'),
    );
  });

  // https://github.com/grafana/tanka/issues/790: a command deleted a whole namespace, and what others had in it.
  test.each<readonly [string, () => object, string]>([
    ['a workload without pods', () => deployment(OWN, 'shop'), 'deployment shop'],
    [
      'a job of every night',
      () => ({
        apiVersion: 'batch/v1',
        kind: 'CronJob',
        metadata: { name: 'backup', namespace: OWN },
        spec: {
          schedule: '0 3 * * *',
          jobTemplate: { spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'b', image: 'b:1' }] } } } },
        },
      }),
      'cronjob backup',
    ],
    ['a Secret', () => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'keys', namespace: OWN } }), 'secret keys'],
    ['a ConfigMap', () => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: OWN } }), 'configmap settings'],
    [
      'a Service',
      () => ({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'shop', namespace: OWN }, spec: { ports: [{ port: 80 }] } }),
      'service shop',
    ],
    [
      "another's Secret under a name that the configuration has",
      () => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'redis-password', namespace: OWN, labels: ownerLabels(PROD) } }),
      'secret redis-password',
    ],
    ['a claim of somebody', () => claim(OWN, 'somebody-elses'), 'persistentvolumeclaim somebody-elses'],
  ])('the namespace stays when %s of others is in it', async (_, object, text) => {
    await apply(namespace(OWN, ownerLabels(STAGING)), claim(OWN, 'storage-o11y-loki-0'), object());
    const { result, notes } = await purgeAll(stagingIn(OWN));
    expect(result).toEqual([`${OWN}/storage-o11y-loki-0`]);
    expect(notes).toBe(`The namespace ${OWN} stays: ${text} is in it.\n`);
    expect(await namespaceExists(OWN)).toBe(true);
  });

  test('the namespace goes with the Secrets that the configuration names when nothing else is in it', async () => {
    await apply(namespace(OWN, ownerLabels(STAGING)), claim(OWN, 'kept', ownerLabels(STAGING)), {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'redis-password', namespace: OWN },
    });
    const { notes } = await purgeAll(stagingIn(OWN));
    expect(notes).toBe(`Deleted the namespace ${OWN}.\n`);
    expect(await namespaceExists(OWN)).toBe(false);
  });

  test('custom resources of others count, and a namespace that was adopted never goes', async () => {
    const definition = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'widgets.o11ytest.example' },
      spec: {
        group: 'o11ytest.example',
        scope: 'Namespaced',
        names: { plural: 'widgets', singular: 'widget', kind: 'Widget' },
        versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
      },
    };
    await apply(namespace(OWN, ownerLabels(STAGING)), definition);
    try {
      await kubectl('wait', '--for=condition=Established', 'customresourcedefinition/widgets.o11ytest.example', '--timeout=60s');
      await apply({ apiVersion: 'o11ytest.example/v1', kind: 'Widget', metadata: { name: 'gear', namespace: OWN } });
      expect((await purgeAll(stagingIn(OWN))).notes).toBe(`The namespace ${OWN} stays: widget gear is in it.\n`);
      await kubectl('delete', 'widgets.o11ytest.example', 'gear', '-n', OWN);
      expect((await purgeAll(stagingIn(OWN, { adoptNamespace: true }))).notes).toBe(
        `The namespace ${OWN} stays: target.adoptNamespace says that others use it.\n`,
      );
      expect(await namespaceExists(OWN)).toBe(true);
    } finally {
      await kubectl('delete', 'customresourcedefinition', 'widgets.o11ytest.example');
    }
  });

  // https://github.com/kubernetes/kubernetes/pull/33075: labels are copied; who selects by them alone deletes what others made.
  test('claims that others have mounted, or that may be theirs, are left alone', async () => {
    await apply(
      namespace(SHARED),
      claim(SHARED, 'lent', ownerLabels(STAGING)),
      pod(SHARED, 'shop-0', 'lent'),
      claim(SHARED, 'storage-o11y-loki-0'),
      claim(SHARED, 'storage-adv-o11y-loki-0'),
      claim(SHARED, 'old', { [PART_OF]: `${PLATFORM}-staging` }),
    );
    const { own, unclear } = await claimsOf(cluster, stagingIn(SHARED), await ownedNamespaces(cluster, stagingIn(SHARED)));
    expect(own.map(({ metadata }) => metadata.name)).toEqual(['old']);
    expect(unclear.map(({ claim: { metadata }, reason }) => [metadata.name, reason])).toEqual([
      ['lent', "the pod shop-0, which is not this environment's, has it mounted"],
      ['storage-o11y-loki-0', 'neither it nor its namespace says whose it is'],
    ]);
  });

  test('an object that changes its owner between the look and the deletion stays', async () => {
    await apply(namespace(OWN, ownerLabels(STAGING)), claim(OWN, 'kept', ownerLabels(STAGING)), claim(OWN, 'moved', ownerLabels(STAGING)));
    const { volumes } = await remainsOf({ cluster, where: WHERE }, stagingIn(OWN));
    let moved = false;
    const meddling: Runner = async (program, args, input) => {
      if (!moved && args.some((arg) => arg.endsWith('/persistentvolumeclaims/moved'))) {
        moved = true;
        await kubectl('label', 'persistentvolumeclaim', 'moved', '-n', OWN, '--overwrite', 'observability-stacks.dev/environment=prod');
      }
      return runProgram(program, args, input);
    };
    const { result, notes } = await notesOf(() => purge(createCluster(KUBECONFIG, undefined, meddling), stagingIn(OWN), volumes));
    expect(moved).toBe(true);
    expect(result).toEqual([`${OWN}/kept`]);
    expect(await claimsIn(OWN)).toEqual(['moved']);
    expect(notes).toBe(
      `${OWN}/moved stays: it is not this environment's any more, or it is gone.\nThe namespace ${OWN} stays: persistentvolumeclaim moved is in it.\n`,
    );
  });

  test('an object that is made anew between the look and the deletion stays', async () => {
    await apply(namespace(OWN, ownerLabels(STAGING)), claim(OWN, 'kept', ownerLabels(STAGING)));
    const { volumes } = await remainsOf({ cluster, where: WHERE }, stagingIn(OWN));
    const meddling: Runner = async (program, args, input) => {
      if (args.some((arg) => arg.endsWith('/persistentvolumeclaims/kept'))) {
        await kubectl('delete', 'persistentvolumeclaim', 'kept', '-n', OWN);
        await apply(claim(OWN, 'kept'));
      }
      return runProgram(program, args, input);
    };
    await notesOf(() => purge(createCluster(KUBECONFIG, undefined, meddling), stagingIn(OWN), volumes));
    expect(await claimsIn(OWN)).toEqual(['kept']);
  });

  test.each([1, 2, 3])('a purge that is cut off after %i deletions is ended by the next', async (deletions) => {
    await apply(namespace(OWN, ownerLabels(STAGING)), claim(OWN, 'a', ownerLabels(STAGING)), claim(OWN, 'storage-o11y-loki-0'));
    let left = deletions;
    const failing: Runner = async (program, args, input) => {
      if (args.includes('--raw') && args.includes('delete') && left-- === 0) throw new Error('cut off');
      return runProgram(program, args, input);
    };
    const { volumes } = await remainsOf({ cluster, where: WHERE }, stagingIn(OWN));
    const first = notesOf(() => purge(createCluster(KUBECONFIG, undefined, failing), stagingIn(OWN), volumes));
    if (deletions < 3) await expect(first).rejects.toThrow('cut off');
    else await first;
    if (deletions < 3) await purgeAll(stagingIn(OWN));
    expect(await claimsIn(OWN)).toEqual([]);
    expect(await namespaceExists(OWN)).toBe(false);
  });

  test('whose data and namespace are outlives the labels that Terraform takes away, and the pods', async () => {
    const platform = stagingIn(OWN);
    await apply(
      namespace(OWN, ownerLabels(STAGING)),
      claim(OWN, 'data-made-by-a-template-0'),
      claim(OWN, 'data-of-somebody-0'),
      pod(OWN, 'o11ytest-loki-0', 'data-made-by-a-template-0', ownerLabels(STAGING)),
      pod(OWN, 'shop-0', 'data-of-somebody-0'),
    );
    await keepOwnerOfClaims(cluster, platform);
    await keepOwner(cluster, platform);
    await kubectl('label', 'namespace', OWN, ...Object.keys(ownerLabels(STAGING)).map((key) => `${key}-`));
    await kubectl('delete', 'pod', 'o11ytest-loki-0', '-n', OWN, '--force');
    const { result, notes } = await purgeAll(platform);
    expect(result).toEqual([`${OWN}/data-made-by-a-template-0`]);
    expect(notes).toContain(`The namespace ${OWN} stays: persistentvolumeclaim data-of-somebody-0`);
  });

  test("what Terraform's state has and another has made by now keeps everything from being removed", async () => {
    const platform = stagingIn(OWN);
    const policy = (name: string, labels: Labels): object => ({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name, namespace: OWN, labels },
      spec: { podSelector: {} },
    });
    const helms = { annotations: { 'meta.helm.sh/release-name': 'loki', 'meta.helm.sh/release-namespace': OWN } };
    await apply(
      namespace(OWN, ownerLabels(STAGING)),
      namespace(NODE, ownerLabels(STAGING)),
      policy('default-deny', ownerLabels(PROD)),
      policy('o11ytest-loki', {}),
      policy('o11ytest-tempo', ownerLabels(STAGING)),
      deployment(OWN, 'o11ytest-loki', { metadata: helms, labels: ownerLabels(PROD) }),
      deployment(NODE, 'shop'),
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: NODE } },
      {
        apiVersion: 'scheduling.k8s.io/v1',
        kind: 'PriorityClass',
        metadata: { name: `${PLATFORM}-staging`, labels: ownerLabels(PROD) },
        value: 1,
      },
    );
    const object = (kind: string, name: string, inNamespace = OWN, uid = '') => ({ kind, name, namespace: inNamespace, uid });
    const managed = {
      objects: [
        object('NetworkPolicy', 'default-deny'),
        object('NetworkPolicy', 'o11ytest-loki', OWN, 'another'),
        object('NetworkPolicy', 'o11ytest-tempo', OWN, 'another'),
        object('PriorityClass', `${PLATFORM}-staging`, ''),
        object('Namespace', NODE, ''),
      ],
      releases: [{ namespace: OWN, name: 'loki' }],
    };
    const prod = `the environment prod of the platform ${PLATFORM}`;
    const refusal = await refuseOthers(cluster, platform, managed).then(
      () => '',
      (error: Error) => error.message,
    );
    expect(refusal.split('\n').sort()).toEqual(
      [
        'staging cannot be removed: something of others would go with it:',
        `  networkpolicy ${OWN}/default-deny belongs to ${prod}`,
        `  networkpolicy ${OWN}/o11ytest-loki is not the one that was deployed: somebody has made it anew`,
        `  priorityclass ${PLATFORM}-staging belongs to ${prod}`,
        `  deployment o11ytest-loki in ${OWN} belongs to ${prod}`,
        `  the namespace ${NODE}, which goes with all that is in it, has configmap settings, deployment shop: move or delete them first (kubectl -n ${NODE} get all)`,
        'Nothing was touched.',
      ].sort(),
    );
    await expect(refuseOthers(cluster, platform, { objects: [object('NetworkPolicy', 'o11ytest-tempo')], releases: [] })).resolves.toBe(
      undefined,
    );
  });

  test("the list of kubelets in kube-system goes when it is this environment's, and stays when it is another's or nobody's", async () => {
    const service = (annotations: Labels): object => ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: `${PLATFORM}-kubelet`, namespace: 'kube-system', annotations },
      spec: { clusterIP: 'None', ports: [{ port: 10250 }] },
    });
    const platform = stagingIn(OWN);
    const look = () => kubectl('get', 'service', `${PLATFORM}-kubelet`, '-n', 'kube-system', '--ignore-not-found', '-o', 'name');
    for (const [annotations, reason] of [
      [{}, 'nothing says whose it is'],
      [ownerLabels(PROD), `it belongs to the environment prod of the platform ${PLATFORM}`],
    ] as const) {
      await apply(service(annotations));
      const { result, notes } = await notesOf(() => removeKubeletService({ cluster, platform }));
      expect([result, notes]).toEqual([0, `The service ${PLATFORM}-kubelet in kube-system stays: ${reason}.\n`]);
      expect(await look()).not.toBe('');
    }
    await apply(service(ownerLabels(STAGING)));
    expect(await removeKubeletService({ cluster, platform })).toBe(1);
    expect(await look()).toBe('');
  });
});

describeWith(here, 'the lock of an environment in a cluster', () => {
  const { config } = stagingIn('o11ytest-lock', { nodeNamespace: 'o11ytest-lock-node' });
  const name = `lock.${PLATFORM}.staging`;
  const hold = lockOf(cluster, config);
  const never = new AbortController().signal;
  const leases = () => kubectl('get', 'lease', name, '-n', 'default', '--ignore-not-found', '-o', 'name');

  /** A lock that somebody has put on. */
  const put = (holder: Holder, renewTime: string): Promise<void> =>
    apply({
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { name, namespace: 'default', annotations: { 'observability-stacks.dev/lock-holder': JSON.stringify(holder) } },
      spec: { holderIdentity: 'somebody', renewTime },
    });
  const LONG_AGO = '2026-01-01T00:00:00.000000Z';

  afterEach(() => kubectl('delete', 'lease', name, '-n', 'default', '--ignore-not-found'));

  test('keeps the second out, says who the first is, and is off afterwards', async () => {
    await hold('deploy', never, async () => {
      await expect(hold('purge', never, async () => undefined)).rejects.toThrow(
        new RegExp(
          `^staging of ${PLATFORM} is held by o11y deploy \\(process ${process.pid} on \\S+, since \\S+Z\\)\\. Nothing was touched\\.\nWait until it has ended, and run the command again\\.$`,
        ),
      );
    });
    expect(await leases()).toBe('');
    await expect(hold('deploy', never, () => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
    expect(await leases()).toBe('');
  });

  test('of several that come at once lets in one at a time', async () => {
    let inside = 0;
    let most = 0;
    const results = await Promise.allSettled(
      [1, 2, 3, 4].map(() =>
        hold('deploy', never, async () => {
          inside += 1;
          most = Math.max(most, inside);
          await leases();
          inside -= 1;
        }),
      ),
    );
    expect(results.some(({ status }) => status === 'fulfilled')).toBe(true);
    expect(most).toBe(1);
  });

  test('is taken over from a command that was killed', async () => {
    // No process of this machine has this number.
    await put({ ...thisHolder('deploy'), pid: 2 ** 22 + 1 }, new Date().toISOString().replace('Z', '000Z'));
    expect(await hold('purge', never, async () => 'done')).toBe('done');
    expect(await leases()).toBe('');
  });

  test('of another machine is good while it is renewed, and is taken over when nobody does', async () => {
    const holder = { ...thisHolder('deploy'), host: 'build-8', pid: 7, since: '2026-01-01T00:00:00.000Z' };
    await put(holder, new Date().toISOString().replace('Z', '000Z'));
    await expect(hold('purge', never, async () => undefined)).rejects.toThrow(
      `staging of ${PLATFORM} is held by o11y deploy (process 7 on build-8, since 2026-01-01T00:00:00.000Z). Nothing was touched.\nWhether it still runs cannot be seen from here. Wait until it has ended; if you know that it has: kubectl -n default delete lease ${name}`,
    );
    await put(holder, LONG_AGO);
    expect(await hold('purge', never, async () => 'done')).toBe('done');
  });
});

describeWith(here, 'the command line on a cluster', () => {
  const ITS = `o11ytest-cli-${process.pid}`;
  const project = E2eProject.forCluster('staging', overlayOf(ITS, { nodeNamespace: `${ITS}-node` }), '.', CLUSTER_VARIABLES);
  const folder = project.folder;
  let server = '';

  beforeAll(async () => {
    server = await kubectl('config', 'view', '--minify', '-o', 'jsonpath={.clusters[0].cluster.server} (context {.current-context})');
  });
  afterAll(async () => {
    await kubectl('delete', 'namespace', ITS, '--ignore-not-found', '--wait=false');
    project.remove();
  });

  test("purge in another environment's cluster deletes nothing, ends with 1 and names the cluster", async () => {
    await apply(namespace(ITS, ownerLabels(PROD)), claim(ITS, 'storage-o11y-loki-0', ownerLabels(PROD)));
    for (const args of [[], ['--destroy']]) {
      const { stderr, stdout } = await project.o11y(['purge', 'staging', '--yes', ...args], 1);
      expect(stdout).toBe('');
      expect(stderr).toContain(`✖ nothing of the environment staging of the platform ${PLATFORM} is in the cluster at ${server}.\n`);
    }
    expect(await claimsIn(ITS)).toEqual(['storage-o11y-loki-0']);
    expect(await namespaceExists(ITS)).toBe(true);
  });

  test('purge names the cluster and the claims that it has deleted', async () => {
    await apply(claim(ITS, 'kept', ownerLabels(STAGING)));
    const { stdout, stderr } = await project.o11y(['purge', 'staging', '--yes'], 0);
    expect(stdout).toBe(`Deleted 1 volume in the cluster at ${server}: ${ITS}/kept.\n`);
    expect(stderr).toContain(`The namespace ${ITS} stays: it belongs to the environment prod of the platform ${PLATFORM}.`);
    expect(await claimsIn(ITS)).toEqual(['storage-o11y-loki-0']);
  });

  test.each<readonly [string, () => NodeJS.ProcessEnv, RegExp]>([
    [
      'no kubectl',
      () => {
        mkdirSync(`${folder}/only-node`);
        symlinkSync(process.execPath, `${folder}/only-node/node`);
        return { PATH: `${folder}/only-node` };
      },
      /^✖ there is no kubectl on the PATH: install it: \S+\n$/,
    ],
    [
      'a kubeconfig that is a folder',
      () => ({ KUBECONFIG: folder, TF_VAR_kubeconfig: '' }),
      /^✖ the kubeconfig \S+ is a folder: export KUBECONFIG=.*\n$/,
    ],
    [
      'a kubeconfig that is none',
      () => {
        writeFileSync(`${folder}/broken`, '{{');
        return { KUBECONFIG: `${folder}/broken`, TF_VAR_kubeconfig: '' };
      },
      /^✖ the kubeconfig has no current context: error loading config file .*\n$/,
    ],
  ])('%s is said in one line', async (_, environment, message) => {
    const variables = environment();
    for (const args of [
      ['purge', 'staging', '--yes'],
      ['destroy', 'staging', '--yes'],
      ['status', 'staging'],
      ['password', 'staging'],
    ]) {
      expect((await project.o11y(args, 1, variables)).stderr).toMatch(message);
    }
  });

  test('a server that never answers is said in one line, after a time', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const config = `${folder}/silent.kubeconfig`;
    const user = { name: 'u', user: {} };
    const context = { name: 'away', context: { cluster: 'c', user: 'u' } };
    const clusters = [{ name: 'c', cluster: { server: `https://127.0.0.1:${port}` } }];
    writeFileSync(
      config,
      JSON.stringify({ apiVersion: 'v1', kind: 'Config', 'current-context': 'away', clusters, users: [user], contexts: [context] }),
    );
    try {
      const { stderr } = await project.o11y(['purge', 'staging', '--yes'], 1, { KUBECONFIG: config, TF_VAR_kubeconfig: config });
      expect(stderr).toMatch(
        new RegExp(`^✖ the API server at https://127\\.0\\.0\\.1:${port} \\(context away\\) cannot be reached: .*: start the cluster.*\n$`),
      );
    } finally {
      silent.close();
    }
  });

  test('whoever may not look or delete is told what, in one line', async () => {
    await apply(namespace(ITS, ownerLabels(STAGING)), claim(ITS, 'kept', ownerLabels(STAGING)));
    const config = `${folder}/bob.kubeconfig`;
    const raw = JSON.parse(await kubectl('config', 'view', '--raw', '-o', 'json')) as { users: { user: object }[] };
    writeFileSync(config, JSON.stringify({ ...raw, users: raw.users.map((entry) => ({ ...entry, user: { ...entry.user, as: 'bob' } })) }));
    const { stderr } = await project.o11y(['purge', 'staging', '--yes'], 1, { KUBECONFIG: config, TF_VAR_kubeconfig: config });
    expect(stderr).toMatch(/^✖ kubectl get namespace .*: namespaces ".*" is forbidden: User "bob" cannot get resource "namespaces" .*\n$/);
  });
});

describeWithCluster('O11Y_CLUSTER', 'an environment that Terraform has deployed', (_, charts) => {
  const ITS = `o11ytest-whole-${process.pid}`;
  const off = { enabled: false } as const;
  const overlay: EnvironmentOverlay = {
    ...overlayOf(ITS, { nodeNamespace: `${ITS}-node`, charts: { source: { kind: 'directory', path: 'charts' } } }),
    prometheus: off,
    alertmanager: off,
    grafana: off,
    traces: { backend: 'none' },
    otelCollector: off,
    exporters: { node: off },
  };
  const project = E2eProject.forCluster('staging', overlay, charts, CLUSTER_VARIABLES);
  const marks = async (): Promise<readonly [Labels, Labels]> => {
    const { metadata } = JSON.parse(await kubectl('get', 'namespace', ITS, '-o', 'json')) as {
      metadata: { labels?: Labels; annotations?: Labels };
    };
    return [metadata.labels ?? {}, metadata.annotations ?? {}];
  };

  afterAll(async () => {
    await kubectl('delete', 'namespace', ITS, `${ITS}-node`, '--ignore-not-found', '--wait=false');
    await kubectl('delete', 'priorityclass', `${PLATFORM}-staging`, '--ignore-not-found');
    await kubectl('delete', 'secret', `tfstate-default-${PLATFORM}-staging`, '-n', 'default', '--ignore-not-found');
    await kubectl('delete', 'lease', `lock-tfstate-default-${PLATFORM}-staging`, '-n', 'default', '--ignore-not-found');
    project.remove();
  });

  test('has its owner on what stays, and a second plan is empty', async () => {
    await project.o11y(['deploy', 'staging'], 0);
    expect((await marks())[1]).toMatchObject(ownerLabels(STAGING));
    expect(await kubectl('get', 'persistentvolumeclaim', '-n', ITS, '-l', `${PART_OF}=${PLATFORM}-staging`, '-o', 'name')).not.toBe('');
    expect(await project.planStatus()).toBe(0);
  });

  test('is not removed as long as one of its objects is of another', async () => {
    const label = 'observability-stacks.dev/environment';
    await kubectl('label', 'networkpolicy', 'default-deny', '-n', ITS, '--overwrite', `${label}=prod`);
    const { stderr } = await project.o11y(['destroy', 'staging', '--yes'], 1);
    expect(stderr).toContain(
      [
        '✖ staging cannot be removed: something of others would go with it:',
        `  networkpolicy ${ITS}/default-deny belongs to the environment prod of the platform ${PLATFORM}`,
        'Nothing was touched.\n',
      ].join('\n'),
    );
    expect(await objectsIn(ITS, ['statefulset'])).toEqual([`statefulset.apps/o11yowner-loki`]);
    await kubectl('label', 'networkpolicy', 'default-deny', '-n', ITS, '--overwrite', `${label}=staging`);
  });

  test('is removed, and its namespace and data still say whose they are', async () => {
    const { stdout } = await project.o11y(['destroy', 'staging', '--yes'], 0);
    expect(stdout).toMatch(
      new RegExp(`^staging is removed from ${ITS} of the cluster at https://\\S+ \\(context \\w+\\): \\d+ resources\\.\n`),
    );
    const [labels, annotations] = await marks();
    expect(Object.keys(labels)).not.toContain(PART_OF);
    expect(annotations).toMatchObject(ownerLabels(STAGING));
    const { items } = JSON.parse(await kubectl('get', 'persistentvolumeclaim', '-n', ITS, '-o', 'json')) as {
      items: readonly { metadata: { labels: Labels } }[];
    };
    expect(items.length).toBe(1);
    for (const { metadata } of items) expect(metadata.labels).toMatchObject(ownerLabels(STAGING));
  });

  test('is deleted with its namespace, and a second time there is nothing to delete', async () => {
    const { stdout, stderr } = await project.o11y(['purge', 'staging', '--yes'], 0);
    expect(stdout).toMatch(/^Deleted 1 volume in the cluster at .*\n$/);
    expect(stderr).toContain(`Deleted the namespace ${ITS}.\n`);
    // The state is still in this cluster, so that it is the right one.
    expect((await project.o11y(['purge', 'staging', '--yes'], 0)).stdout).toMatch(/^staging has no data in the cluster at /);
  });
});
