import { BATCH_BYTES } from '../../config/messages';
import type { EnvironmentOverlay } from '../../config/schema/environment';
import { usageOf, waysOf } from '../support/pipelines';
import { type CollectorFile, namesOf, platformOf, yamlOf } from '../support/platform';

const options = <T>(...values: readonly T[]): readonly T[] => values;

/** Every combination of what changes the shape of the pipelines. */
const MATRIX: readonly (readonly [string, EnvironmentOverlay])[] = options(1, 0.1).flatMap((ratio) =>
  options('tempo', 'jaeger', 'none').flatMap((backend) =>
    options(true, false).flatMap((logs) =>
      options(true, false).flatMap((metrics) =>
        // Without any store the configuration is refused.
        options(...(logs || metrics || backend !== 'none' ? [true, false] : [])).map(
          (redacts) =>
            [
              `ratio ${ratio}, traces in ${backend}, ${logs ? 'logs' : 'no logs'}, ${metrics ? 'metrics' : 'no metrics'}, ${redacts ? 'redacted' : 'as they are'}`,
              {
                sampling: { traces: { ratio } },
                traces: { backend: backend as 'tempo' | 'jaeger' | 'none' },
                loki: { enabled: logs },
                prometheus: { enabled: metrics },
                redaction: { enabled: redacts },
              },
            ] as const,
        ),
      ),
    ),
  ),
);

const SAMPLING = 'tail_sampling';

describe.each(MATRIX)('the collector with %s', (_, overlay) => {
  const platform = platformOf(overlay);
  const file = yamlOf<CollectorFile>(platform, 'otel-collector');
  const all = waysOf(file, 'otlp');

  it('uses everything that it defines, and defines everything that it uses', () => {
    const { defined, used } = usageOf(file);
    expect(used).toEqual(defined);
  });

  it('looks at its memory before anything else', () => {
    for (const { receivers, processors = [] } of Object.values(file.service.pipelines)) {
      if (receivers.includes('otlp')) expect(processors[0]).toBe('memory_limiter');
    }
  });

  it('redacts before anything is computed, sampled or stored', () => {
    for (const steps of all) {
      const redaction = steps.indexOf('redaction');
      if (overlay.redaction?.enabled === false) expect(redaction).toBe(-1);
      else {
        expect(redaction).toBeGreaterThan(0);
        const first = steps.findIndex((step) => step in file.exporters || step in (file.connectors ?? {}) || step === SAMPLING);
        expect(redaction).toBeLessThan(first);
      }
    }
  });

  it('computes the metrics of spans from all of them, and samples what it stores when it is to', () => {
    const spanMetrics = all.filter((steps) => steps.includes('span_metrics'));
    expect(spanMetrics.filter((steps) => steps.includes(SAMPLING))).toEqual([]);
    expect(spanMetrics.length).toBe(overlay.prometheus?.enabled === false ? 0 : 1);
    const stored = all.filter((steps) => steps.at(-1) === 'otlp_grpc/traces');
    expect(stored.length).toBe(overlay.traces?.backend === 'none' ? 0 : 1);
    for (const steps of stored) expect(steps.includes(SAMPLING)).toBe(overlay.sampling?.traces?.ratio !== 1);
  });

  it('takes logs where they are stored or counted, so that no sender is refused', () => {
    const ends = all.filter((steps) => steps.at(-1) === 'otlp_http/logs');
    expect(ends.length).toBe(overlay.loki?.enabled === false ? 0 : 1);
    const { logs } = file.service.pipelines;
    const counts = overlay.prometheus?.enabled !== false;
    expect(logs?.exporters ?? []).toEqual([
      ...(counts ? ['signal_to_metrics/events'] : []),
      ...(ends.length === 1 ? ['otlp_http/logs'] : []),
    ]);
  });

  it('keeps what it has not sent on disk, and tries for ever', () => {
    for (const exporter of Object.values(file.exporters)) {
      expect(exporter).toMatchObject({
        sending_queue: { storage: 'file_storage' },
        retry_on_failure: { enabled: true, max_elapsed_time: '0s' },
      });
    }
  });

  it('has an agent that uses what it defines, where container logs are kept', () => {
    expect(namesOf(platform).includes('otel-collector-agent')).toBe(overlay.loki?.enabled !== false);
    if (overlay.loki?.enabled === false) return;
    const agent = yamlOf<CollectorFile>(platform, 'otel-collector-agent');
    const { defined, used } = usageOf(agent);
    expect(used).toEqual(defined);
    for (const { processors = [] } of Object.values(agent.service.pipelines)) expect(processors[0]).toBe('memory_limiter');
  });
});

describe('the policies of tail sampling', () => {
  const policies = (traces: NonNullable<NonNullable<EnvironmentOverlay['sampling']>['traces']>) => {
    const file = yamlOf<{ processors: { tail_sampling: Record<string, unknown> } }>(platformOf({ sampling: { traces } }), 'otel-collector');
    return file.processors.tail_sampling;
  };

  it('keep errors, slow traces and the configured share of the others', () => {
    expect(policies({ ratio: 0.1 })).toMatchObject({
      decision_wait: '10s',
      expected_new_traces_per_sec: 5_000,
      policies: [
        { name: 'errors', type: 'status_code', status_code: { status_codes: ['ERROR'] } },
        { name: 'slow', type: 'latency', latency: { threshold_ms: 2000 } },
        { name: 'ordinary', type: 'probabilistic', probabilistic: { sampling_percentage: 10 } },
      ],
    });
  });

  it('say a share as the percentage that it is', () => {
    expect(policies({ ratio: 0.07 })).toMatchObject({ policies: [{}, {}, { probabilistic: { sampling_percentage: 7 } }] });
  });

  it('leave out what is switched off', () => {
    expect(policies({ ratio: 0.5, keepErrors: false, keepSlowerThan: null })).toMatchObject({
      policies: [{ name: 'ordinary', type: 'probabilistic', probabilistic: { sampling_percentage: 50 } }],
    });
  });
});

describe('the queues', () => {
  it('hold what comes in during the tolerated outage', () => {
    const { exporters } = yamlOf<{ exporters: Record<string, { sending_queue: { queue_size: number } }> }>(
      platformOf({ otelCollector: { outageTolerance: '1h', expectedItemsPerSecond: { spans: 100, logRecords: 50, dataPoints: 10 } } }),
      'otel-collector',
    );
    expect(Object.fromEntries(Object.entries(exporters).map(([name, { sending_queue }]) => [name, sending_queue.queue_size]))).toEqual({
      'otlp_grpc/traces': 360_000 * 1024,
      'otlp_http/logs': 180_000 * 2048,
      // Two batches at least: what is larger than a queue never gets into it.
      'otlp_http/metrics': 2 * BATCH_BYTES,
    });
  });
});
