import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { METRICS, SENSITIVE, SERVICE, SPANS } from '../../../cli/verify/telemetry';

const run = promisify(execFile);
const ROOT = join(__dirname, '..', '..', '..');

const SCRIPT = `
import { recordTelemetry } from ${JSON.stringify(join(ROOT, 'cli', 'verify', 'telemetry'))};
const url = process.argv[2];
const telemetry = recordTelemetry(0.1);
const sent = await Promise.allSettled([telemetry.sendTrace(url), telemetry.sendMetrics(url), telemetry.sendLog(url)]);
const errors = sent.flatMap((result) => (result.status === 'rejected' ? [String(result.reason)] : []));
console.log(JSON.stringify({ marker: telemetry.marker, traceId: telemetry.traceId, errors }));
`;

interface Received {
  readonly path: string;
  readonly type: string | undefined;
  readonly body: Buffer;
}

let server: Server;
let received: Received[];
let status: number;
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'verify-'));
  writeFileSync(join(folder, 'send.ts'), SCRIPT);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeEach(async () => {
  received = [];
  status = 200;
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ path: request.url ?? '', type: request.headers['content-type'], body: Buffer.concat(chunks) });
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(() => new Promise((resolve) => server.close(resolve)));

/** In a process of its own, which has to end by itself. */
async function send(): Promise<{ readonly marker: string; readonly traceId: string; readonly errors: readonly string[] }> {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  // What a user's own application may be configured with has no say here.
  const env = {
    ...process.env,
    OTEL_SDK_DISABLED: 'true',
    OTEL_TRACES_SAMPLER: 'always_off',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://192.0.2.1:4318',
  };
  const { stdout } = await run(process.execPath, [join(ROOT, 'bin', 'run.mjs'), join(folder, 'send.ts'), `http://127.0.0.1:${port}`], {
    cwd: ROOT,
    env,
    timeout: 60_000,
  });
  return JSON.parse(stdout);
}

it('sends a trace, metrics and a log record that belong together', async () => {
  const { marker, traceId, errors } = await send();
  expect(errors).toEqual([]);
  expect(received.map(({ path, type }) => [path, type]).sort()).toEqual([
    ['/v1/logs', 'application/x-protobuf'],
    ['/v1/metrics', 'application/x-protobuf'],
    ['/v1/traces', 'application/x-protobuf'],
  ]);
  const bodyOf = (signal: string): Buffer => received.find(({ path }) => path.endsWith(signal))?.body ?? Buffer.alloc(0);
  for (const { body } of received) {
    expect(body.includes(marker)).toBe(true);
    expect(body.includes(SERVICE)).toBe(true);
  }
  for (const text of [...Object.values(SPANS), SENSITIVE.email, `Bearer ${SENSITIVE.token}`])
    expect(bodyOf('traces').includes(text)).toBe(true);
  for (const text of [METRICS.counter, METRICS.histogram]) expect(bodyOf('metrics').includes(text)).toBe(true);
  for (const text of [SENSITIVE.email, `Bearer ${SENSITIVE.token}`]) expect(bodyOf('logs').includes(text)).toBe(true);
  // The link between log and trace: the same sixteen bytes in both.
  expect(bodyOf('traces').includes(Buffer.from(traceId, 'hex'))).toBe(true);
  expect(bodyOf('logs').includes(Buffer.from(traceId, 'hex'))).toBe(true);
}, 90_000);

it('says why nothing was taken', async () => {
  status = 400;
  const { errors } = await send();
  expect(errors).toHaveLength(3);
  for (const error of errors) expect(error).toMatch(/Bad Request/);
}, 90_000);
