import { randomFillSync } from 'node:crypto';
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Round, SPANS_PER_TRACE, TRACES_PER_ROUND } from './trace-templates';

/** What became of the spans that were sent. */
export interface LoadResult {
  readonly sent: number;
  readonly refused: number;
  readonly seconds: number;
}

/** Sends recorded rounds again and again, each time as new traces, evenly over the time. */
export async function sendTraces(rounds: readonly Round[], port: number, spansPerSecond: number, seconds: number): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });
  const interval = (TRACES_PER_ROUND * SPANS_PER_TRACE * 1_000) / spansPerSecond;
  const total = Math.ceil((seconds * 1_000) / interval);
  const started = performance.now();
  let sent = 0;
  let refused = 0;
  const underWay = new Set<Promise<void>>();
  for (let index = 0; index < total; index++) {
    const late = performance.now() - started - index * interval;
    if (late < 0) await sleep(-late);
    const round = rounds[index % rounds.length];
    if (round === undefined) break;
    const sending = sendRound(agent, port, asNewTraces(round)).then(({ ok, failed }) => {
      sent += ok;
      refused += failed;
    });
    underWay.add(sending);
    sending.then(
      () => underWay.delete(sending),
      () => undefined,
    );
  }
  await Promise.all(underWay);
  agent.destroy();
  return { sent, refused, seconds: (performance.now() - started) / 1_000 };
}

function asNewTraces({ requests, ids }: Round): Round['requests'] {
  const copies = requests.map(({ body, spans }) => ({ body: Buffer.from(body), spans }));
  const id = Buffer.alloc(16);
  for (const places of ids) {
    randomFillSync(id);
    for (const [index, offset] of places) copies[index]?.body.set(id, offset);
  }
  return copies;
}

async function sendRound(
  agent: Agent,
  port: number,
  requests: Round['requests'],
): Promise<{ readonly ok: number; readonly failed: number }> {
  let ok = 0;
  let failed = 0;
  for (const { body, spans } of requests) {
    const status = await post(agent, port, body);
    if (status === 200) ok += spans;
    else failed += spans;
  }
  return { ok, failed };
}

const post = (agent: Agent, port: number, body: Buffer): Promise<number> =>
  new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/x-protobuf', 'content-length': body.length };
    request({ agent, host: '127.0.0.1', port, path: '/v1/traces', method: 'POST', headers }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
    })
      .on('error', reject)
      .end(body);
  });
