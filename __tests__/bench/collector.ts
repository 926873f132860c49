import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { defineEnvironment } from '../../config/define';
import { resolvePlatform } from '../../constructs/core/platform';
import { registry } from '../../constructs/registry';
import { dockerAddressing } from '../../constructs/targets/addressing';
import { run } from '../support/e2e/project';
import { temporaryFolder } from './cleanup';
import { bareFile, GATEWAY, gatewayFile, SINK, sinkFile } from './collector-files';
import { CollectorProcess, PROGRAM } from './collector-process';
import { ENVIRONMENT, overlay, requireProgram } from './platform';
import { median, NotMeasurable, type Section, spread } from './rows';
import { sendTraces } from './trace-load';
import { type Round, recordRounds, SPANS_PER_TRACE } from './trace-templates';

const RUNS = 3;
/** Several times the wait for a sampling decision: only then are traces taken in while others are decided about and sent. */
const LOAD_SECONDS = 30;
/** Share of a core that the configured gateway is to be loaded with. */
const SHARE = 0.5;
const CALIBRATION_RATE = 3_000;
/** Until traces that wait for their decision are out, and batches sent. */
const DRAIN_SECONDS = 14;

type Rounds = readonly Round[];

/** One run of one collector. */
interface Sample {
  readonly microseconds: number;
  readonly sent: number;
  readonly refused: number;
  readonly lost: number;
  readonly cores: number;
  readonly peak: number;
}

/** Processor time of the configured gateway for a span, beside a collector that only batches; what it refuses and loses at half a core. */
export const collector: Section = {
  name: 'collector',
  run: async ({ progress }) => {
    if (!existsSync('/proc/self/stat')) throw new NotMeasurable('processor time is read from /proc, which this system does not have');
    await run(PROGRAM, ['--version'], { cwd: '.' }).catch((error: unknown) => requireProgram(error, PROGRAM));
    const folder = temporaryFolder('collector');
    const rounds = await recordRounds();
    progress(`calibrating at ${CALIBRATION_RATE} spans/s`);
    const calibration = await measureGateway(rounds, folder, CALIBRATION_RATE);
    const rate = Math.round((SHARE * 1e4) / calibration.microseconds) * 100;
    const gateway: Sample[] = [];
    const bare: Sample[] = [];
    for (let round = 1; round <= RUNS; round++) {
      progress(`round ${round} of ${RUNS} at ${rate} spans/s`);
      gateway.push(await measureGateway(rounds, folder, rate));
      bare.push(await measure(rounds, folder, rate, bareFile(), {}));
    }
    const sum = (of: (sample: Sample) => number): number => gateway.reduce((total, sample) => total + of(sample), 0);
    const times = gateway.map(({ microseconds }) => microseconds);
    const bareTimes = bare.map(({ microseconds }) => microseconds);
    const note = `${sum(({ sent }) => sent)} spans at ${rate} a second took ${median(gateway.map(({ cores }) => cores)).toFixed(2)} cores and at most ${Math.max(...gateway.map(({ peak }) => peak)).toFixed(0)} MiB`;
    return [
      {
        measure: 'gateway, processor time per span',
        value: median(times),
        unit: 'us',
        beside: { what: 'batch only', value: median(bareTimes) },
        target: { of: 'ratio', at: 'most', limit: 3 },
        note: `${spread(times, 1)}; batch only: ${spread(bareTimes, 1)}; one core, OTLP over HTTP in, gRPC out`,
      },
      {
        measure: 'gateway, spans lost',
        value: sum(({ lost }) => lost),
        unit: 'spans',
        target: { of: 'value', at: 'most', limit: 0 },
        note,
      },
      {
        measure: 'gateway, spans refused',
        value: sum(({ refused }) => refused),
        unit: 'spans',
        target: { of: 'value', at: 'most', limit: 0 },
      },
    ];
  },
};

/** The gateway, configured for the load that it gets, as its operator would. */
async function measureGateway(rounds: Rounds, folder: string, rate: number): Promise<Sample> {
  const sized = {
    ...overlay,
    sampling: { traces: { ...overlay.sampling?.traces, expectedTracesPerSecond: Math.ceil(rate / SPANS_PER_TRACE) } },
    otelCollector: { ...overlay.otelCollector, expectedItemsPerSecond: { spans: rate } },
  };
  const { components } = resolvePlatform(defineEnvironment(ENVIRONMENT, sized), registry, dockerAddressing);
  const plan = components.find(({ name }) => name === 'otel-collector');
  if (plan === undefined) throw new Error('the platform has no gateway');
  const queue = join(folder, 'queue');
  rmSync(queue, { recursive: true, force: true });
  mkdirSync(queue);
  return measure(rounds, folder, rate, gatewayFile(plan, queue), plan.environment);
}

async function measure(
  rounds: Rounds,
  folder: string,
  rate: number,
  file: string,
  environment: Readonly<Record<string, string>>,
): Promise<Sample> {
  const sink = await CollectorProcess.start('sink', sinkFile(), SINK, folder);
  const subject = await CollectorProcess.start('subject', file, GATEWAY, folder, environment);
  try {
    await sendTraces(rounds, GATEWAY.http, rate / 2, 2);
    await sleep(DRAIN_SECONDS * 1_000);
    const before = { subject: await subject.metrics(), sink: await sink.metrics(), processor: subject.processorSeconds() };
    const { sent, refused, seconds } = await sendTraces(rounds, GATEWAY.http, rate, LOAD_SECONDS);
    const underLoad = subject.processorSeconds() - before.processor;
    await sleep(DRAIN_SECONDS * 1_000);
    const processor = subject.processorSeconds() - before.processor;
    const after = { subject: await subject.metrics(), sink: await sink.metrics() };
    const grown = (of: 'subject' | 'sink', name: string): number => (after[of].get(name) ?? 0) - (before[of].get(name) ?? 0);
    return {
      microseconds: (processor * 1e6) / sent,
      sent,
      refused: refused + grown('subject', 'otelcol_receiver_refused_spans'),
      lost: lostSpans(sent, grown),
      cores: underLoad / seconds,
      peak: subject.peakMebibytes(),
    };
  } finally {
    await subject.stop();
    await sink.stop();
  }
}

/** Spans that should have reached the sink and did not: not taken in, pushed out before their decision, or not delivered. */
function lostSpans(sent: number, grown: (of: 'subject' | 'sink', name: string) => number): number {
  const notAccepted = sent - grown('subject', 'otelcol_receiver_accepted_spans');
  const pushedOut = grown('subject', 'otelcol_processor_tail_sampling_sampling_trace_dropped_too_early') * SPANS_PER_TRACE;
  const notQueued = grown('subject', 'otelcol_exporter_enqueue_failed_spans') + grown('subject', 'otelcol_exporter_send_failed_spans');
  const notDelivered = grown('subject', 'otelcol_exporter_sent_spans') - grown('sink', 'otelcol_receiver_accepted_spans');
  return notAccepted + pushedOut + notQueued + Math.max(0, notDelivered);
}
