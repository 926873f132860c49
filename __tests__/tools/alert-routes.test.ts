import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { routed, routing, together } from '../support/alert-routing';
import { Alertmanager, Receiver } from '../support/alertmanager';
import { clusterPlatformOf } from '../support/cluster-platform';
import { freePorts } from '../support/collectors';
import { renderChart } from '../support/manifests';
import { fileOf, planOf, platformOf } from '../support/platform';
import { describeWithTool, run, withFile } from '../support/tools';
import { until } from '../support/waiting';
import { describeWithData } from '../support/workplace';

const asArguments = (labels: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(labels).map(([name, value]) => `${name}=${value}`);

describeWithTool('amtool', 'the routes of alerts', () => {
  const file = fileOf(platformOf(routing), 'alertmanager');
  const test = (receivers: readonly string[], labels: Readonly<Record<string, string>>) =>
    withFile('alertmanager.yml', file, (path) =>
      run('amtool', [
        'config',
        'routes',
        'test',
        `--config.file=${path}`,
        `--verify.receivers=${receivers.join(',')}`,
        ...asArguments(labels),
      ]),
    );

  it('are a configuration that it takes, whole', () => {
    const { status, output } = withFile('alertmanager.yml', file, (path) => run('amtool', ['check-config', path]));
    expect([status, output]).toEqual([0, expect.stringContaining('7 receivers')]);
  });

  it.each(routed)('%j', (labels, receivers) => expect(test(receivers, labels)).toMatchObject({ status: 0 }));

  it('would tell of a wrong one', () => expect(test(['chat'], { alertname: 'ServiceDown', severity: 'critical' }).status).toBe(1));

  it('lead nowhere without a receiver', () => {
    const nowhere = fileOf(platformOf(), 'alertmanager');
    for (const alertname of ['Watchdog', 'ServiceDown']) {
      const outcome = withFile('alertmanager.yml', nowhere, (path) =>
        run('amtool', ['config', 'routes', 'test', `--config.file=${path}`, '--verify.receivers=(none)', `alertname=${alertname}`]),
      );
      expect(outcome).toMatchObject({ status: 0 });
    }
  });
});

describeWithTool('alertmanager', 'alerts that fire', () => {
  const folder = mkdtempSync(join(tmpdir(), 'o11y-alertmanager-'));
  const receiver = new Receiver();
  let alertmanager: Alertmanager;

  beforeAll(async () => {
    const [port = 0, hooks = 0] = await freePorts(2);
    await receiver.listen(hooks);
    alertmanager = new Alertmanager(folder, port);
    const hook = (name: string) => ({ kind: 'webhook', name, url: `http://127.0.0.1:${hooks}/${name}` }) as const;
    const platform = platformOf({
      services: routing.services ?? [],
      alerting: {
        receivers: [
          hook('chat'),
          { kind: 'webhook', name: 'pager', urlSecret: { secret: 'pager_url' }, token: { secret: 'pager_token' } },
          hook('night'),
          hook('heartbeat'),
        ],
        routes: [
          { match: { labels: { quiet: 'yes' } }, receiver: 'night', muteTimes: ['always'] },
          { match: { severities: ['critical'] }, receiver: 'pager', groupBy: ['owner'] },
        ],
        muteTimes: [{ name: 'always' }],
        watchdog: { receiver: 'heartbeat', repeatInterval: '1m' },
        groupWait: '1s',
        groupInterval: '1s',
        repeatInterval: '1m',
      },
    });
    const plan = planOf(platform, 'alertmanager');
    const values: Readonly<Record<string, string>> = { pager_url: `http://127.0.0.1:${hooks}/pager\n`, pager_token: 'not-a-secret' };
    const secrets = Object.fromEntries(plan.secretFiles.map(({ path, source }) => [path, values[source.name] ?? '']));
    await alertmanager.start(plan.args, fileOf(platform, 'alertmanager'), secrets);
    await alertmanager.post([...together.map(([, labels]) => labels), { alertname: 'UnusedService', severity: 'info', quiet: 'yes' }]);
    await until('both receivers have messages', () =>
      ['/chat', '/pager'].every((path) => receiver.messages.some((message) => message.path === path)),
    );
    // News of the groups, if there were any.
    await sleep(2_000);
  });

  afterAll(async () => {
    await alertmanager.stop();
    receiver.close();
    rmSync(folder, { recursive: true });
  });

  it.each(together)('is told: %s %j', async (told, labels) => {
    const known = (await alertmanager.alerts()).find((alert) => JSON.stringify(sorted(alert.labels)) === JSON.stringify(sorted(labels)));
    expect([known?.status.state, known?.status.inhibitedBy.length === 0]).toEqual([told ? 'active' : 'suppressed', told]);
    const sent = receiver.messages.some(({ alerts }) =>
      alerts.some((alert) => JSON.stringify(sorted(alert.labels)) === JSON.stringify(sorted(labels))),
    );
    expect(sent).toBe(told);
  });

  it('come in groups, once, with the credentials from their file', () => {
    const of = (path: string) => receiver.messages.filter((message) => message.path === path);
    expect(of('/pager').map(({ groupLabels, alerts }) => [groupLabels['owner'] ?? '', alerts.length])).toEqual(
      expect.arrayContaining([
        ['payments', 2],
        ['growth', 1],
      ]),
    );
    expect(of('/pager').map(({ authorization }) => authorization)).toEqual(of('/pager').map(() => 'Bearer not-a-secret'));
    const groups = of('/chat').map(({ groupLabels }) => JSON.stringify(sorted(groupLabels)));
    expect(new Set(groups).size).toBe(groups.length);
    expect(of('/chat').find(({ groupLabels }) => groupLabels['alertname'] === 'HostDiskSpaceLow')?.alerts).toHaveLength(2);
  });

  it('are silent at their times', async () => {
    const grouped = (await alertmanager.groups()).flatMap(({ alerts }) => alerts);
    expect(grouped.find(({ labels }) => labels['quiet'] === 'yes')?.status).toMatchObject({ state: 'suppressed', mutedBy: ['always'] });
    expect(receiver.messages.filter(({ path }) => path === '/night')).toEqual([]);
  });

  it('tell the heartbeat, and nobody else, that alerting works', () => {
    const beats = receiver.messages.filter(({ alerts }) => alerts.some(({ labels }) => labels['alertname'] === 'Watchdog'));
    expect(beats.map(({ path }) => path)).toEqual(['/heartbeat']);
  });

  it('say when they are over, and leave a history in the output', async () => {
    const labels = { alertname: 'HighErrorRate', severity: 'critical', service: 'mailer', owner: 'growth' };
    await alertmanager.post([labels], new Date());
    await until('its end is told', () => receiver.messages.some(({ path, status }) => path === '/pager' && status === 'resolved'));
    const kinds = () => new Set(alertmanager.events().flatMap((event) => Object.keys(event)));
    await until('the output has it', () => kinds().has('alertResolved'));
    expect([...kinds()]).toEqual(expect.arrayContaining(['alertCreated', 'alertResolved', 'notification']));
  });
});

const sorted = (labels: Readonly<Record<string, string>>) => Object.entries(labels).sort(([one], [other]) => (one < other ? -1 : 1));

describeWithTool('helm', 'Alertmanager on a cluster', () => {
  describeWithData(['charts'], 'of the chart', ([charts = '.']) => {
    it('has our file as it is, and its secrets where the file says', () => {
      const overlay = { ...routing, target: { kind: 'kubernetes' } } as const;
      const platform = clusterPlatformOf(overlay);
      const plan = planOf(platform, 'alertmanager');
      const release = platform.releases.find(({ delivers }) => delivers.some(({ name }) => name === 'alertmanager'));
      if (release === undefined) throw new Error('no release delivers Alertmanager');
      const object = renderChart(release, charts, 'observability').find(({ kind }) => kind === 'Alertmanager');
      expect(object?.spec).toMatchObject({
        // The operator would read the file, and refuse what it does not know.
        alertmanagerConfigSelector: null,
        enableFeatures: ['event-recorder'],
        logFormat: 'json',
        volumeMounts: plan.secretFiles.map(({ path }) => ({ mountPath: path.replace(/\/value$/, ''), readOnly: true })),
        volumes: plan.secretFiles.map(({ source }) => ({
          secret: { secretName: source.name.replaceAll('_', '-'), items: [{ key: 'value', path: 'value' }] },
        })),
      });
      expect(plan.secretFiles).toHaveLength(6);
    });
  });
});
