import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EnvironmentConfig, EnvironmentOverlay } from '../../config/schema/environment';
import { storedSize } from '../../config/sizing';
import type { Usage } from '../../tuning/usage';
import { environmentOn, hasLogs, type Ports } from '../support/e2e/backends';
import { containerOf, describeWithEngine, execute, removeContainer, removePlatform, startContainer } from '../support/e2e/engine';
import { E2eProject } from '../support/e2e/project';
import { eventually, Stores } from '../support/e2e/stores';
import { Sender } from '../support/e2e/telemetry';

const PORTS: Ports = {
  prometheus: 29090,
  alertmanager: 29093,
  loki: 23100,
  traces: 27686,
  grpc: 24317,
  http: 24318,
  metrics: 28888,
  health: 28133,
};
const PLATFORM = 'o11yuse';
const PREFIX = `${PLATFORM}-dev`;

/** Prometheus writes a block after hours; the test has minutes. Samples in blocks this short take many times more than in those of two hours, even with one a second. */
const SHORT_BLOCKS = ['--storage.tsdb.min-block-duration=20s', '--storage.tsdb.max-block-duration=20s'];

/** With Jaeger, whose folder can be measured in its container. */
const overlay: EnvironmentOverlay = {
  ...environmentOn(PLATFORM, PORTS, 'jaeger'),
  prometheus: { port: PORTS.prometheus, scrapeInterval: '1s', scrapeTimeout: '1s', extraArgs: SHORT_BLOCKS },
};

/** Signals whose store there is. */
const SIGNALS = ['traces', ...(hasLogs ? ['logs' as const] : []), 'metrics'] as const;

const HEAD_START = 'prometheus_tsdb_head_min_time_seconds';

const sender = new Sender(`http://127.0.0.1:${PORTS.http}`);
const stores = new Stores(PORTS, 'jaeger');

/** What was there and had come in at a moment. */
interface Moment {
  readonly spans: number;
  readonly logBytes: number;
  readonly jaegerBytes: number;
  readonly chunkBytes: number;
  readonly blockBytes: number;
  readonly headStart: number;
}

/** Sends spans of ten attributes and lines of JSON with an id, a batch of each every half a second; gives the number of each. */
async function load(seconds: number, batch: number): Promise<number> {
  const end = Date.now() + seconds * 1_000;
  let sent = 0;
  while (Date.now() < end) {
    const started = Date.now();
    const ids = Array.from({ length: batch }, () => crypto.randomUUID());
    await sender.spans(
      ids.map((id, index) => ({
        service: 'calibration',
        name: `GET /items/${index % 10}`,
        attributes: Object.fromEntries(
          Array.from({ length: 10 }, (_, key) => [`attribute.${key}`, key === 0 ? id : `value ${index % 20}`]),
        ),
      })),
    );
    await sender.logs(
      ids.map((id, index) => ({
        service: 'calibration',
        body: JSON.stringify({
          level: 'info',
          message: 'request served',
          request: id,
          path: `/items/${index % 10}`,
          status: 200,
          durationMs: index,
          region: 'eu-central-1',
          user: index % 50,
        }),
      })),
    );
    sent += batch;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, 500 - (Date.now() - started))));
  }
  return sent;
}

const kibibytesIn = (output: string): number => Number(/^\s*(\d+)/.exec(output)?.[1]) * 1_024;

async function sizeOfChunks(): Promise<number> {
  if (!hasLogs) return 0;
  const name = `${PREFIX}-sizes`;
  const container = await startContainer(name, {
    Image: 'busybox:1.37',
    Cmd: ['sleep', '60'],
    HostConfig: { Binds: [`${PREFIX}-loki:/loki:ro`], NetworkMode: 'none' },
  });
  try {
    return kibibytesIn((await execute(container, ['du', '-sk', '/loki/chunks'])).output);
  } finally {
    await removeContainer(name);
  }
}

/** Has the stores write what they hold, once everything that was sent is there, and looks. Badger writes its tables when it is closed. */
async function look(spans: number): Promise<Moment> {
  await eventually(
    'spans in Jaeger',
    () => stores.metric('sum(otelcol_exporter_sent_spans{exporter="otlp_grpc/traces"})'),
    (stored) => stored >= spans,
  );
  await containerOf(PREFIX, 'jaeger').restart();
  if (hasLogs) await stores.post(PORTS.loki, '/flush');
  await new Promise((resolve) => setTimeout(resolve, 12_000));
  const [logBytes, blockBytes, headStart, jaeger, chunkBytes] = await Promise.all([
    stores.metric('sum(loki_distributor_bytes_received_total) - sum(loki_distributor_structured_metadata_bytes_received_total)'),
    stores.metric('prometheus_tsdb_storage_blocks_bytes'),
    stores.metric(HEAD_START),
    execute(containerOf(PREFIX, 'jaeger'), ['du', '-sk', '/tmp/jaeger']),
    sizeOfChunks(),
  ]);
  return { spans, logBytes, jaegerBytes: kibibytesIn(jaeger.output), chunkBytes, blockBytes, headStart };
}

const removeEverything = (): Promise<void> => removePlatform(PREFIX, []);

/** What the model says that a load adds to the stores. */
const predictionOf = (
  config: EnvironmentConfig,
  added: { readonly spans: number; readonly logBytes: number; readonly samples: number },
) => {
  const { bytesPerSpan, logCompression, bytesPerSample } = storedSize(config);
  return { traces: added.spans * bytesPerSpan.jaeger, logs: added.logBytes / logCompression, metrics: added.samples * bytesPerSample };
};

describeWithEngine('what is measured on a platform', () => {
  let project: E2eProject;

  beforeAll(async () => {
    await removeEverything();
    project = await E2eProject.create(overlay);
    await project.o11y(['deploy', 'dev'], 0);
  });

  afterAll(async () => {
    await removeEverything();
    project.remove();
  });

  test('makes the model say how the stores grow', async () => {
    const before = project.platform().config;
    const first = await load(45, 150);
    await eventually(
      'blocks of Prometheus',
      // The first one has a part of its time, and nearly all of it is an index: with a hundred seconds it is an eighth of the samples' size.
      () => stores.metric(`${HEAD_START} - prometheus_tsdb_lowest_timestamp_seconds`),
      (blocks) => blocks >= 100,
    );
    const start = await look(first);

    const { stdout } = await project.o11y(['usage', 'dev', '--window', '10m', '--json', '--write'], 0);
    const usage = JSON.parse(stdout) as Usage;
    writeFileSync(join(project.folder, 'usage.json'), stdout);
    await project.synthesize();
    const after = project.platform().config;
    expect(after.capacity.calibration).toMatchObject({ bytesPerSample: expect.any(Number), bytesPerSpan: expect.any(Number) });
    expect(usage.components.map(({ component }) => component).sort()).toEqual(
      project
        .platform()
        .components.map(({ name }) => name)
        .sort(),
    );

    // Another load than the one that it was calibrated with.
    const second = await load(45, 220);
    await eventually(
      'more blocks of Prometheus',
      () => stores.metric(HEAD_START),
      (headStart) => headStart >= start.headStart + 60,
    );
    const end = await look(first + second);

    const range = Math.round(end.headStart - start.headStart);
    const added = {
      spans: second,
      logBytes: end.logBytes - start.logBytes,
      samples: await stores.metric(`sum(increase(prometheus_tsdb_head_samples_appended_total[${range}s] @ ${end.headStart}))`),
    };
    const measured = {
      traces: end.jaegerBytes - start.jaegerBytes,
      logs: end.chunkBytes - start.chunkBytes,
      metrics: end.blockBytes - start.blockBytes,
    };
    const [estimated, calibrated] = [predictionOf(before, added), predictionOf(after, added)];
    const kB = (bytes: number): string => `${Math.round(bytes / 1_000)} kB`;
    const off = (predicted: number, real: number): string => `${kB(predicted)} (${Math.round(100 * (predicted / real - 1))} %)`;
    const rows = SIGNALS.map(
      (signal) =>
        `${signal.padEnd(8)} grew by ${kB(measured[signal])}; calibrated ${off(calibrated[signal], measured[signal])}; estimated ${off(estimated[signal], measured[signal])}`,
    );
    process.stdout.write(
      `${[
        `${second} spans, ${kB(added.logBytes)} of log lines, ${Math.round(added.samples)} samples`,
        ...rows,
        "Measured: Jaeger's tables and an empty log, Loki's chunks without the index, Prometheus' blocks of 20 s.",
      ].join('\n')}\n`,
    );
    for (const signal of SIGNALS) {
      expect(calibrated[signal] / measured[signal]).toBeGreaterThan(0.75);
      expect(calibrated[signal] / measured[signal]).toBeLessThan(1.25);
    }
  });

  test('gives proposals that the project takes', async () => {
    await project.o11y(['tune', 'dev', '--usage', 'usage.json', '--write', '--min-confidence', 'low'], 0);
    await project.synthesize();
    const { stdout } = await project.o11y(['tune', 'dev', '--usage', 'usage.json', '--json'], 0);
    expect(JSON.parse(stdout)).toMatchObject({ environment: 'dev', refused: [] });
  });
});
