import type { EnvironmentOverlay } from '../../config/schema/environment';
import { imageName, images } from '../../config/versions';
import { hasLogs, LOGS, traceBackend } from '../support/e2e/backends';
import { DATABASES, startDatabases } from '../support/e2e/databases';
import {
  containerOf,
  describeWithEngine,
  engine,
  execute,
  identities,
  removeContainer,
  removePlatform,
  startContainer,
} from '../support/e2e/engine';
import { overlay, PORTS, PREFIX, SECRETS, SERVICES_NETWORK, sender, stores } from '../support/e2e/environment';
import { E2eProject, run } from '../support/e2e/project';
import { eventually } from '../support/e2e/stores';
import type { TestSpan } from '../support/e2e/telemetry';
import { testWith } from '../support/needs';
import { platformOf } from '../support/platform';
import { describeWithTool } from '../support/tools';

/*
 * One deployment, used as people use it, in the order of a day: the tests build on each other's platform, not on each
 * other's data.
 */
let project: E2eProject;
const THIRD_PARTY = 'o11ytest-billing';

/** The overlay with another section of the store of traces. */
const withTraces = (section: EnvironmentOverlay['tempo']): EnvironmentOverlay => ({
  ...overlay,
  [traceBackend]: { ...overlay[traceBackend], ...section },
});

/** What is stored of logs: nothing where there is no store of them. */
const logs = async (query: string): ReturnType<typeof stores.logs> => (hasLogs ? stores.logs(query) : []);

const { components } = platformOf(overlay);
/** Every port on which a component listens. */
const PORTS_INSIDE = [...new Set(components.flatMap(({ endpoints }) => endpoints.map(({ port }) => port)))];

/** A component's addresses by network. */
async function addressesOf(component: string): Promise<Readonly<Record<string, string>>> {
  const { NetworkSettings } = await containerOf(PREFIX, component).inspect();
  return Object.fromEntries(Object.entries(NetworkSettings.Networks).map(([network, { IPAddress }]) => [network, IPAddress]));
}

const removeEverything = (): Promise<void> => removePlatform(PREFIX, [...DATABASES, THIRD_PARTY, 'o11ytest-client']);

describeWithEngine('a platform on a Docker engine', () => {
  beforeAll(async () => {
    await removeEverything();
    project = await E2eProject.create(overlay, SECRETS);
  });

  afterAll(async () => {
    await removeEverything();
    project.remove();
  });

  test('cdktf deploy brings the platform up, and a second plan is empty', async () => {
    await project.cdktf(['deploy', 'dev', '--auto-approve', '--skip-provider-lock'], 0);
    expect(await project.planStatus()).toBe(0);
  });

  test('o11y deploy works on the same state and finds nothing to do', async () => {
    const before = await identities(PREFIX);
    await project.o11y(['deploy', 'dev'], 0);
    expect(await identities(PREFIX)).toEqual(before);
  });

  test('the databases are measured, with passwords that no inspection shows', async () => {
    await startDatabases();
    await eventually(
      'redis_up',
      () => stores.metric('redis_up'),
      (up) => up === 1,
    );
    await eventually(
      'pg_up',
      () => stores.metric('pg_up'),
      (up) => up === 1,
    );
    const inspected = JSON.stringify(
      await Promise.all(Object.keys(await identities(PREFIX)).map((name) => engine.getContainer(name).inspect())),
    );
    for (const secret of Object.values(SECRETS)) expect(inspected).not.toContain(secret);
  });

  test('o11y verify sends telemetry and reads all of it back', async () => {
    const { stdout } = await project.o11y(['verify', 'dev', '--json'], 0);
    expect(JSON.parse(stdout)).toMatchObject({ passed: true });
  });

  describe('a third-party container with labels', () => {
    beforeAll(async () => {
      await startContainer(THIRD_PARTY, {
        Image: imageName(images.nodeExporter),
        Cmd: ['--web.telemetry-path=/custom/metrics'],
        Labels: {
          'prometheus.scrape': 'true',
          'prometheus.port': '9100',
          'prometheus.path': '/custom/metrics',
          service: 'billing',
          tier: 'critical',
          version: '1.2.3',
        },
        HostConfig: { NetworkMode: SERVICES_NETWORK },
      });
    });

    test('is discovered and scraped', async () => {
      const [target] = await eventually(
        'up',
        () => stores.metrics('up{service="billing"}'),
        (found) => found[0]?.value === 1,
      );
      expect(target?.labels).toMatchObject({ job: 'billing', instance: THIRD_PARTY, tier: 'critical', version: '1.2.3' });
    });

    testWith(LOGS, 'has its log stored with its name and labels', async () => {
      const [entry] = await eventually(
        'its log',
        () => stores.logs(`{container_name="${THIRD_PARTY}"}`),
        (found) => found.length > 0,
      );
      expect(entry?.labels).toMatchObject({
        service_name: 'billing',
        tier: 'critical',
        service_version: '1.2.3',
        deployment_environment_name: 'dev',
      });
    });
  });

  test('the services network reaches the collector and no store', async () => {
    const client = await startContainer('o11ytest-client', {
      Image: imageName(images.busybox),
      Cmd: ['sleep', '600'],
      HostConfig: { NetworkMode: SERVICES_NETWORK },
    });
    const connects = async (host: string, port: number): Promise<boolean> =>
      (await execute(client, ['nc', '-z', '-w', '2', host, String(port)])).status === 0;
    expect(await connects('otel-collector', 4317)).toBe(true);
    expect(await connects('otel-collector', 4318)).toBe(true);
    // By address too, whatever has one there: a program may listen where its name is not known.
    const addresses = await Promise.all(components.map(async ({ name }) => (await addressesOf(name))[SERVICES_NETWORK] ?? ''));
    const reached = await Promise.all(
      addresses
        .flatMap((address, index) => (address === '' ? [] : [{ address, name: components[index]?.name ?? '' }]))
        .flatMap(({ address, name }) => PORTS_INSIDE.map(async (port) => ((await connects(address, port)) ? [`${name}:${port}`] : []))),
    );
    expect(reached.flat().sort()).toEqual(['otel-collector:4317', 'otel-collector:4318']);
    for (const [host, port] of [
      ['prometheus', 9090],
      ['loki', 3100],
      [traceBackend, 4317],
      ['alertmanager', 9093],
      ['docker-socket-proxy', 2375],
      ['redis-exporter-cache', 9121],
    ] as const) {
      expect([host, port, await connects(host, port)]).toEqual([host, port, false]);
    }
    await removeContainer('o11ytest-client');
  });

  test("what the engine says of containers' environment answers to cAdvisor alone", async () => {
    const proxy = Object.entries(await addressesOf('docker-socket-proxy'));
    expect(proxy.map(([network]) => network).sort()).toEqual([`${PREFIX}-control`, `${PREFIX}-inspection`]);
    for (const component of ['prometheus', 'blackbox-exporter', 'container-log-index']) {
      const open = async (address: string, port: number): Promise<boolean> =>
        (await execute(containerOf(PREFIX, component), ['nc', '-z', '-w', '2', address, String(port)])).status === 0;
      for (const [network, address] of proxy) {
        expect([component, network, 2375, await open(address, 2375)]).toEqual([component, network, 2375, network === `${PREFIX}-control`]);
        expect([component, network, 2376, await open(address, 2376)]).toEqual([component, network, 2376, false]);
      }
    }
    // It measures containers by name, which it has to ask for.
    await eventually(
      'measurements of containers',
      () => stores.metrics(`container_last_seen{name="${PREFIX}-prometheus"}`),
      (found) => found.length > 0,
    );
  }, 120_000);

  test('ports are published on the loopback address alone', async () => {
    for (const name of Object.keys(await identities(PREFIX))) {
      const { NetworkSettings } = await engine.getContainer(name).inspect();
      for (const binding of Object.values(NetworkSettings.Ports).flatMap((bindings) => bindings ?? []))
        expect(binding.HostIp).toBe('127.0.0.1');
    }
  });

  test('all errors, all slow and a tenth of the ordinary traces are kept; rates are those of all', async () => {
    const count = { 'sampling-error': 300, 'sampling-slow': 300, 'sampling-ordinary': 4_000 } as const;
    const spans = (service: keyof typeof count): TestSpan[] =>
      Array.from({ length: count[service] }, () => ({
        service,
        error: service === 'sampling-error',
        durationMs: service === 'sampling-slow' ? 3_000 : 20,
      }));
    const all = [...spans('sampling-error'), ...spans('sampling-slow'), ...spans('sampling-ordinary')];
    for (let start = 0; start < all.length; start += 500) await sender.spans(all.slice(start, start + 500));
    await eventually(
      'error traces',
      () => stores.traces('sampling-error'),
      ({ size }) => size === 300,
    );
    await eventually(
      'slow traces',
      () => stores.traces('sampling-slow'),
      ({ size }) => size === 300,
    );
    await eventually(
      'rates',
      () => stores.metric('sum(traces_span_metrics_calls_total{service_name="sampling-ordinary"})'),
      (calls) => calls === 4_000,
    );
    const { size } = await stores.traces('sampling-ordinary');
    expect(size / 4_000).toBeGreaterThan(0.08);
    expect(size / 4_000).toBeLessThan(0.12);
  });

  describe('no credential and no personal datum reaches', () => {
    const canaries = [
      'jane.doe@canary.example',
      '4111 1111 1111 1234',
      '4111111111114321',
      'sk-canary0123456789abcdef',
      'AKIACANARY0123456789',
      'eyJjYW5hcnk.eyJzdWIiOiJjYW5hcnkifQ.c2lnbmF0dXJl',
      'canaryBasicToken123',
      'canary-url-password',
      'hunter2canary',
    ] as const;
    const [email, card, cardWhole, key, aws, token, bearer, urlPassword, password] = canaries;
    const text = `from ${email} card ${card} or ${cardWhole}, ${key} ${aws} ${token} Authorization: Bearer ${bearer} https://user:${urlPassword}@host/ password=${password}`;
    const attributes = {
      'http.request.header.authorization': [`Bearer ${bearer}`],
      authorization: bearer,
      'user.password': password,
      api_key: key,
      'user.email': email,
      note: text,
      'gen_ai.usage.input_tokens': 1_234,
    };
    const expectClean = (stored: string): void => {
      for (const canary of canaries) expect(stored).not.toContain(canary);
    };

    test('the store of traces', async () => {
      await sender.spans([
        { service: 'redaction', error: true, name: `mail ${email}`, statusMessage: text, attributes, event: { 'exception.message': text } },
      ]);
      const stored = await eventually(
        'the trace',
        () => stores.traceText('redaction'),
        (found) => found.includes('exception.message'),
      );
      expectClean(stored);
      expect(stored).toContain('1234');
    });

    test('the store of metrics', async () => {
      await sender.counter('redaction', 'redaction_canary', 1, { note: text, 'user.email': email, authorization: bearer });
      await eventually(
        'the metric',
        () => stores.metric('redaction_canary_total'),
        (found) => found === 1,
      );
      expectClean(await stores.text(PORTS.prometheus, '/api/v1/series', { 'match[]': '{service_name="redaction"}' }));
    });

    testWith(LOGS, 'the store of logs', async () => {
      await sender.logs([
        { service: 'redaction', body: text, attributes },
        { service: 'redaction', body: { message: text, nested: email, password } },
      ]);
      await startContainer('o11ytest-client', {
        Image: imageName(images.busybox),
        Cmd: ['echo', text],
        Labels: { service: 'redaction-output' },
      });
      const logs = await eventually(
        'the logs',
        () => stores.logs('{service_name="redaction"}'),
        (found) => found.length === 2,
      );
      const output = await eventually(
        'the output',
        () => stores.logs('{service_name="redaction-output"}'),
        (found) => found.length === 1,
      );
      expectClean(JSON.stringify([logs, output]));
      await removeContainer('o11ytest-client');
    });
  });

  test('stores that are away for a minute under load miss nothing', async () => {
    const away = [traceBackend, ...(hasLogs ? ['loki'] : [])].map((component) => containerOf(PREFIX, component));
    await Promise.all(away.map((container) => container.stop()));
    const sent: string[] = [];
    const lines = new Set<string>();
    const end = Date.now() + 60_000;
    // A slow machine takes longer for the same load.
    for (let round = 0; Date.now() < end || sent.length <= 3_000; round++) {
      sent.push(...(await sender.spans(Array.from({ length: 50 }, () => ({ service: 'outage', error: true })))));
      const bodies = Array.from({ length: 30 }, (_, index) => `record ${round}-${index}`);
      for (const body of bodies) lines.add(body);
      await sender.logs(bodies.map((body) => ({ service: 'outage', body })));
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    await Promise.all(away.map((container) => container.start()));
    const traces = await eventually(
      'all traces',
      () => stores.traces('outage', 20_000),
      ({ size }) => size === sent.length,
    );
    for (const id of sent) expect(traces.has(id)).toBe(true);
    if (!hasLogs) return;
    const stored = await eventually(
      'all records',
      async () => new Set((await stores.logs('{service_name="outage"}')).map(({ line }) => line)),
      (found) => found.size === lines.size,
    );
    expect(stored).toEqual(lines);
  });

  test('a killed container comes back with what it had stored', async () => {
    await sender.spans(Array.from({ length: 100 }, () => ({ service: 'killed', error: true })));
    await sender.logs(Array.from({ length: 100 }, (_, index) => ({ service: 'killed', body: `line ${index}` })));
    await sender.counter('killed', 'killed_canary', 7);
    const stored = async () => ({
      traces: (await stores.traces('killed')).size,
      logs: (await logs('{service_name="killed"} |= "line"')).length,
      metric: await stores.metric('last_over_time(killed_canary_total[1h])'),
    });
    const complete = { traces: 100, logs: hasLogs ? 100 : 0, metric: 7 };
    const isComplete = (found: Awaited<ReturnType<typeof stored>>): boolean => JSON.stringify(found) === JSON.stringify(complete);
    await eventually('everything stored', stored, isComplete);

    await startContainer('o11ytest-client', {
      Image: imageName(images.busybox),
      Cmd: ['sh', '-c', 'i=0; while [ $i -lt 1500 ]; do echo "written $i"; i=$((i+1)); sleep 0.02; done'],
      Labels: { service: 'writer' },
    });
    let load = true;
    const loading = (async () => {
      while (load) {
        await sender.spans([{ service: 'load' }]).catch(() => undefined);
        await sender.logs([{ service: 'load', body: 'under load' }]).catch(() => undefined);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    })();
    for (const { name } of project.platform().components) {
      await containerOf(PREFIX, name).kill();
      await containerOf(PREFIX, name).start();
    }
    load = false;
    await loading;
    await eventually('everything stored, after all were killed', stored, isComplete);
    const written = async (): Promise<number> => new Set((await logs('{service_name="writer"}')).map(({ line }) => line)).size;
    await eventually('every line that a container wrote meanwhile', written, (lines) => lines === (hasLogs ? 1_500 : 0));
    await removeContainer('o11ytest-client');
  });

  test('a memory limit changes in place, without a restart', async () => {
    const before = await identities(PREFIX);
    project.configure(withTraces({ resources: { limits: { memory: '900MiB' } } }));
    await project.cdktf(['deploy', 'dev', '--auto-approve', '--skip-provider-lock'], 0);
    expect(await identities(PREFIX)).toEqual(before);
    expect((await containerOf(PREFIX, traceBackend).inspect()).HostConfig.Memory).toBe(900 * 1024 * 1024);
    expect(await project.planStatus()).toBe(0);
  });

  test('a retention replaces one container and keeps its data', async () => {
    const before = await identities(PREFIX);
    const traces = (await stores.traces('killed')).size;
    project.configure({ ...overlay, retention: { traces: '3d' } });
    await project.cdktf(['deploy', 'dev', '--auto-approve', '--skip-provider-lock'], 0);
    const after = await identities(PREFIX);
    expect(Object.keys(after).filter((name) => after[name]?.id !== before[name]?.id)).toEqual([`${PREFIX}-${traceBackend}`]);
    await eventually(
      'traces',
      () => stores.traces('killed'),
      ({ size }) => size === traces,
    );
    expect(await project.planStatus()).toBe(0);
  });

  test('a container removed by hand is made again', async () => {
    await removeContainer(`${PREFIX}-alertmanager`);
    await project.o11y(['deploy', 'dev'], 0);
    expect((await containerOf(PREFIX, 'alertmanager').inspect()).State.Running).toBe(true);
  });

  test('a killed deployment is repaired by the next one', async () => {
    const before = await identities(PREFIX);
    project.configure({ ...overlay, retention: { traces: '4d', alerts: '31d', metrics: { time: '14d' } } });
    const kill = project.start(['deploy', 'dev']);
    await eventually(
      'a container being replaced',
      () => identities(PREFIX),
      (now) => Object.keys(before).some((name) => now[name]?.id !== before[name]?.id),
    );
    await kill();
    const { stdout, stderr } = await project.o11y(['deploy', 'dev']);
    expect(stdout + stderr).not.toMatch(/^\s+at /m);
    expect(await project.planStatus()).toBe(0);
    await eventually(
      'what was stored before',
      () => stores.traces('killed'),
      ({ size }) => size === 100,
    );
  });

  test('a component that does not start is named, with its own last words', async () => {
    project.configure(withTraces({ extraArgs: ['--no-such-flag=1'] }));
    const { stdout, stderr } = await project.o11y(['deploy', 'dev'], 1);
    expect(stdout + stderr).toContain(traceBackend);
    expect(stdout + stderr).toMatch(/no-such-flag/);
    project.configure(overlay);
    await project.o11y(['deploy', 'dev'], 0);
    await eventually(
      'traces of before',
      () => stores.traces('killed'),
      ({ size }) => size === 100,
    );
  });

  test('destroy keeps data, purge deletes it', async () => {
    for (const name of [...DATABASES, THIRD_PARTY]) await removeContainer(name);
    await project.cdktf(['destroy', 'dev', '--auto-approve', '--skip-provider-lock'], 0);
    expect(await identities(PREFIX)).toEqual({});
    const volumes = async () => ((await engine.listVolumes()).Volumes ?? []).filter(({ Name }) => Name.startsWith(`${PREFIX}-`)).length;
    expect(await volumes()).toBeGreaterThan(0);
    await project.o11y(['deploy', 'dev'], 0);
    await eventually(
      'traces of before',
      () => stores.traces('killed'),
      ({ size }) => size === 100,
    );
    await project.o11y(['destroy', 'dev', '--yes'], 0);
    await project.o11y(['purge', 'dev', '--yes'], 0);
    expect(await volumes()).toBe(0);
  });

  describeWithTool('tofu', 'deployment', () => {
    test('OpenTofu deploys the same, and finds nothing to do afterwards', async () => {
      const other = await E2eProject.create(overlay, SECRETS);
      const tofu = { TERRAFORM_BINARY_NAME: 'tofu' };
      await other.o11y(['deploy', 'dev'], 0, tofu);
      expect((await run('tofu', ['plan', '-detailed-exitcode', '-no-color'], other.stackOptions(0))).status).toBe(0);
      await other.o11y(['destroy', 'dev', '--yes'], 0, tofu);
      other.remove();
    });
  });
});
