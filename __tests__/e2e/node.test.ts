import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import staging from '../../config/environments/staging';
import type { EnvironmentOverlay } from '../../config/schema/environment';
import { imageName, images } from '../../config/versions';
import { describeWithCluster } from '../support/e2e/cluster';
import { E2eProject, run } from '../support/e2e/project';
import { eventually } from '../support/e2e/stores';

const PLATFORM = 'o11ytest';
const NAME = 'staging';
const NAMESPACES = { namespace: `${PLATFORM}-node`, nodeNamespace: `${PLATFORM}-node-agents` } as const;
const BOTH = Object.values(NAMESPACES);

/** Staging as it is, without the one component of which a cluster with no registry has no image. */
const overlay: EnvironmentOverlay = {
  ...staging,
  platform: PLATFORM,
  target: { kind: 'kubernetes', ...NAMESPACES, charts: { source: { kind: 'directory', path: 'charts' } }, secrets: { kind: 'write-only' } },
  grafana: { enabled: false },
};

const SHOP = `${PLATFORM}-shop`;

/** What nobody but the platform may call. */
const STORES = [
  ['prometheus', 9090],
  ['alertmanager', 9093],
  ['loki', 3100],
  ['tempo', 3200],
] as const;

/** An application that says that it wants to be scraped, and writes a line. */
const SHOP_POD = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'shop',
    namespace: SHOP,
    labels: { service: 'shop' },
    annotations: { 'prometheus.scrape': 'true', 'prometheus.port': '8080' },
  },
  spec: {
    containers: [
      {
        name: 'shop',
        image: imageName(images.busybox),
        ports: [{ containerPort: 8080 }],
        command: ['sh', '-c', 'mkdir /tmp/w; echo shop_orders 7 > /tmp/w/metrics; echo the shop is open; exec httpd -f -p 8080 -h /tmp/w'],
      },
    ],
  },
} as const;

/** How long no alert may even wait before a platform counts as quiet: several evaluations, after everything has been verified. */
const QUIET_MS = 2 * 60_000;

interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [number, string];
}

interface Pod {
  readonly metadata: { readonly name: string };
  readonly status: {
    readonly containerStatuses?: readonly { readonly name: string; readonly ready: boolean; readonly restartCount: number }[];
  };
}

// Pods run here, in containers, with networks, policies and volumes; elsewhere nothing of this can be seen.
describeWithCluster(
  'O11Y_NODE',
  'the staging environment on a node where pods run',
  ({ kubectl, objectsIn, remove, variables }, charts) => {
    let project: E2eProject;

    /** What Prometheus answers, by way of the API server. */
    const query = async (expression: string): Promise<readonly Sample[]> => {
      const service = `/api/v1/namespaces/${NAMESPACES.namespace}/services/http:${PLATFORM}-prometheus:9090/proxy`;
      const answer = JSON.parse(await kubectl('get', '--raw', `${service}/api/v1/query?query=${encodeURIComponent(expression)}`)) as {
        readonly data: { readonly result: readonly Sample[] };
      };
      return answer.data.result;
    };

    /** How many lines Loki has for a query, by way of the API server. */
    const lines = async (expression: string): Promise<number> => {
      const service = `/api/v1/namespaces/${NAMESPACES.namespace}/services/http:${PLATFORM}-loki:3100/proxy`;
      const answer = JSON.parse(
        await kubectl('get', '--raw', `${service}/loki/api/v1/query_range?query=${encodeURIComponent(expression)}`),
      ) as {
        readonly data: { readonly result: readonly { readonly values: readonly unknown[] }[] };
      };
      return answer.data.result.reduce((sum, { values }) => sum + values.length, 0);
    };

    const pods = async (): Promise<readonly Pod[]> => {
      const lists = await Promise.all(
        BOTH.map(async (namespace) => JSON.parse(await kubectl('get', 'pods', '--namespace', namespace, '--output', 'json'))),
      );
      return lists.flatMap((list: { readonly items: readonly Pod[] }) => list.items);
    };

    /** Every alert that waits or fires, with what it is about: neither hints, which wait for a day, nor what is said of the machine, which may be true. */
    const alerts = async (): Promise<readonly string[]> =>
      (await query('ALERTS{severity!="info", job!="node-exporter"}')).map(
        ({ metric: { alertname, alertstate, ...rest } }) => `${alertname} ${alertstate} ${JSON.stringify(rest)}`,
      );

    beforeAll(async () => {
      await remove(PLATFORM, [...BOTH, SHOP]);
      project = E2eProject.forCluster(NAME, overlay, charts, variables);
    });

    afterAll(async () => {
      await remove(PLATFORM, [...BOTH, SHOP]);
      project.remove();
    });

    test('o11y deploy ends when every component is ready', async () => {
      await project.o11y(['deploy', NAME], 0);
      const found = await pods();
      expect(found.length).toBeGreaterThanOrEqual(project.platform().components.length);
      for (const { metadata, status } of found)
        expect([metadata.name, status.containerStatuses?.every(({ ready }) => ready)]).toEqual([metadata.name, true]);
    });

    test('o11y verify finds telemetry in every store, and each component probed and scraped', async () => {
      const { stdout } = await project.o11y(['verify', NAME, '--json'], 0);
      const { checks } = JSON.parse(stdout) as { readonly checks: readonly { readonly name: string; readonly status: string }[] };
      expect(checks.filter(({ status }) => status !== 'passed')).toEqual([]);
      expect(checks.length).toBeGreaterThan(2 * project.platform().components.length);
    });

    test('a second plan is empty', async () => expect(await project.planStatus()).toBe(0));

    test(
      'no alert waits or fires but the one that says that alerts work',
      async () => {
        let disturbed = Date.now();
        let found: readonly string[] = [];
        // What was not ready at the start is forgotten first.
        for (const end = disturbed + 5 * QUIET_MS; Date.now() - disturbed < QUIET_MS && Date.now() < end; await sleep(5_000)) {
          const now = await alerts();
          if (now.length > 0) [disturbed, found] = [Date.now(), now];
        }
        expect(Date.now() - disturbed >= QUIET_MS ? [] : found).toEqual([]);
        expect(await query('ALERTS{alertname="Watchdog", alertstate="firing"}')).toHaveLength(1);
      },
      6 * QUIET_MS,
    );

    test('nothing has restarted, and nothing comes near its limit of memory', async () => {
      const restarted = (await pods()).flatMap(({ metadata, status }) =>
        (status.containerStatuses ?? []).filter(({ restartCount }) => restartCount > 0).map(({ name }) => `${metadata.name}/${name}`),
      );
      expect(restarted).toEqual([]);
      const ours = `namespace=~"${BOTH.join('|')}"`;
      const share = await query(
        `max_over_time(container_memory_working_set_bytes{${ours}, container!="", container!="POD"}[30m])
        / on(namespace, pod, container) kube_pod_container_resource_limits{${ours}, resource="memory"}`,
      );
      expect(new Set(share.map(({ metric }) => metric['pod'])).size).toBe((await pods()).length);
      expect(share.filter(({ value: [, part] }) => Number(part) > 0.8)).toEqual([]);
    });

    test('a pod of somebody else is scraped and its lines are read; it may send telemetry, and reaches no store', async () => {
      const manifest = join(project.folder, 'shop.json');
      writeFileSync(manifest, JSON.stringify(SHOP_POD));
      await kubectl('create', 'namespace', SHOP);
      await kubectl('apply', '--filename', manifest);
      await kubectl('wait', '--for=condition=Ready', `pod/shop`, '--namespace', SHOP, '--timeout=120s');
      await eventually(
        'shop is scraped',
        () => query('shop_orders{job="shop"}'),
        (found) => found.length === 1,
      );
      await eventually(
        'its lines are in Loki',
        () => lines('{service_name="shop"} |= "shop is open"'),
        (found) => found > 0,
      );
      const reaches = async (component: string, port: number): Promise<boolean> => {
        const address = `${PLATFORM}-${component}.${NAMESPACES.namespace}.svc`;
        const { status } = await run('kubectl', ['exec', '--namespace', SHOP, 'shop', '--', 'nc', '-z', '-w', '5', address, String(port)], {
          cwd: '.',
          env: variables,
        });
        return status === 0;
      };
      expect(await reaches('otel-collector', 4318)).toBe(true);
      for (const [store, port] of STORES) expect([store, await reaches(store, port)]).toEqual([store, false]);
      await kubectl('delete', 'namespace', SHOP);
    });

    test('destroy leaves nothing but the volumes, and purge not even those', async () => {
      await project.o11y(['destroy', NAME, '--yes'], 0);
      const [namespace] = BOTH;
      // What the operator made goes after its owners.
      for (const one of BOTH)
        await eventually(
          `${one} is empty`,
          () => objectsIn(one, ['pod', 'service', 'networkpolicy']),
          (found) => found.length === 0,
        );
      expect((await objectsIn(namespace ?? '', ['persistentvolumeclaim'])).length).toBeGreaterThan(3);
      await project.o11y(['purge', NAME, '--yes'], 0);
      expect(await objectsIn(namespace ?? '', ['persistentvolumeclaim'])).toEqual([]);
    });
  },
);
