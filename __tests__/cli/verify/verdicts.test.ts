import { coloursFor } from '../../../cli/terminal/output';
import { Conclusive, createChecks, poll, type Result, Skipped } from '../../../cli/verify/check';
import { containerVerdict } from '../../../cli/verify/components';
import { patience } from '../../../cli/verify/options';
import { progressText } from '../../../cli/verify/progress';
import { allPassed, toJson, toTable } from '../../../cli/verify/report';
import {
  alertmanagerVerdict,
  lokiVerdict,
  printedDuration,
  printedSize,
  prometheusVerdict,
  tempoVerdict,
} from '../../../cli/verify/retention';
import { isKept, traceSeconds } from '../../../cli/verify/signals';
import { jaegerTraceSchema, lokiLinesSchema, type StoredSpan, tempoTraceSchema } from '../../../cli/verify/stores';
import { targetsVerdict } from '../../../cli/verify/targets';
import { newMarker, SENSITIVE, SPANS } from '../../../cli/verify/telemetry';
import { maskedLine, maskedSpans, spanMetricsVerdict, wholeTrace } from '../../../cli/verify/verdicts';
import { defineEnvironment } from '../../../config/define';

const NOW = Date.parse('2026-01-01T12:00:00Z');
const running = { Status: 'running', ExitCode: 0, OOMKilled: false, StartedAt: '2026-01-01T11:00:00Z' };

describe('a container', () => {
  it('runs', () => {
    expect(containerVerdict(running, 0, NOW)).toBe('running');
    expect(containerVerdict({ ...running, Health: { Status: 'healthy' } }, 1, NOW)).toBe('running and healthy, restarted 1 time');
  });

  it('has ended', () => {
    const ended = () => containerVerdict({ ...running, Status: 'exited', ExitCode: 137, OOMKilled: true }, 0, NOW);
    expect(ended).toThrow(new Conclusive('the container is exited, exit code 137 (out of memory): see its log'));
    expect(ended).toThrow(Conclusive);
  });

  it('does not stay up', () => {
    const message = 'the container does not stay up, restarted 4 times, last exit code 1: see its log';
    expect(() => containerVerdict({ ...running, Status: 'restarting', ExitCode: 1 }, 4, NOW)).toThrow(message);
    expect(() => containerVerdict({ ...running, ExitCode: 1, StartedAt: '2026-01-01T11:59:50Z' }, 4, NOW)).toThrow(message);
  });

  it('is not healthy', () => {
    expect(() => containerVerdict({ ...running, Health: { Status: 'unhealthy' } }, 0, NOW)).toThrow(
      "the container's health check says unhealthy",
    );
  });
});

describe('scrape targets', () => {
  const up = { scrapePool: 'loki', scrapeUrl: 'http://loki:3100/metrics', health: 'up', lastError: '' };

  it('are up', () => {
    expect(targetsVerdict([up])).toBe('up');
    expect(targetsVerdict([up, up])).toBe('2 up');
  });

  it('are listed with their last error when they are not', () => {
    const down = { ...up, scrapeUrl: 'http://shop:80/metrics', health: 'down', lastError: 'connection refused' };
    const fresh = { ...up, scrapeUrl: 'http://new:80/metrics', health: 'unknown' };
    expect(() => targetsVerdict([up, down, fresh])).toThrow(
      new Error('http://shop:80/metrics is down: connection refused; http://new:80/metrics is not scraped yet'),
    );
  });
});

const TEMPO = {
  trace: {
    resourceSpans: [
      {
        resource: { attributes: [] },
        scopeSpans: [
          {
            spans: [
              {
                traceId: 'AA==',
                spanId: 'UGFy',
                name: 'verify',
                attributes: [
                  { key: SENSITIVE.spanAttribute, value: { stringValue: '****' } },
                  { key: SENSITIVE.headerAttribute, value: { stringValue: '****' } },
                ],
                status: {},
              },
              { spanId: 'Q2hp', parentSpanId: 'UGFy', name: 'verify child', status: { code: 'STATUS_CODE_ERROR', message: 'x' } },
            ],
          },
        ],
      },
    ],
  },
};

const JAEGER = {
  data: [
    {
      traceID: '1',
      spans: [
        {
          spanID: 'a',
          operationName: 'verify',
          references: [],
          tags: [
            { key: SENSITIVE.spanAttribute, type: 'string', value: '****' },
            { key: SENSITIVE.headerAttribute, type: 'string', value: '****' },
          ],
        },
        {
          spanID: 'b',
          operationName: 'verify child',
          references: [{ refType: 'CHILD_OF', traceID: '1', spanID: 'a' }],
          tags: [{ key: 'error', type: 'bool', value: true }],
        },
      ],
    },
  ],
};

describe.each([
  ['Tempo', tempoTraceSchema.parse(TEMPO)],
  ['Jaeger', jaegerTraceSchema.parse(JAEGER)],
])('a trace of %s', (_, spans: readonly StoredSpan[]) => {
  const [parent, child] = spans as [StoredSpan, StoredSpan];

  it('is whole', () => {
    expect(wholeTrace(spans, 't1')).toBe(spans);
    expect(maskedSpans(spans)).toBe('an e-mail address and a bearer token in its attributes');
  });

  it('is not there, or not yet whole', () => {
    expect(() => wholeTrace([], 't1')).toThrow(new Error('trace t1 is not there'));
    expect(() => wholeTrace([parent], 't1')).toThrow(new Error(`trace t1 lacks the span "${SPANS.child}"`));
  });

  it('has lost something', () => {
    expect(() => wholeTrace([parent, { ...child, parentId: undefined }], 't1')).toThrow(
      new Conclusive('trace t1: the span "verify child" is not below "verify"'),
    );
    expect(() => wholeTrace([parent, { ...child, failed: false }], 't1')).toThrow(
      new Conclusive('trace t1: the error of the span "verify child" was lost'),
    );
  });

  it('is not masked', () => {
    const leaking = { ...parent, attributes: { ...parent.attributes, [SENSITIVE.headerAttribute]: `Bearer ${SENSITIVE.token}` } };
    expect(() => maskedSpans([leaking, child])).toThrow(
      new Conclusive('not masked: a bearer token in the attribute http.request.header.authorization of the span "verify"'),
    );
    expect(() => maskedSpans([{ ...parent, attributes: {} }, child])).toThrow(
      new Conclusive('masked too much: verify.contact and http.request.header.authorization of the span "verify" are gone'),
    );
  });
});

describe('a log line', () => {
  const answer = {
    data: { resultType: 'streams', result: [{ stream: { service_name: 's', verify_contact: '****' }, values: [['1', 'mail to ****']] }] },
  };

  it('is read with what is beside it', () => {
    expect(lokiLinesSchema.parse(answer)).toEqual([{ line: 'mail to ****', labels: { service_name: 's', verify_contact: '****' } }]);
  });

  it('is masked, or not', () => {
    expect(maskedLine({ line: 'mail to ****', labels: {} })).toBe('an e-mail address and a bearer token in its body');
    expect(() => maskedLine({ line: `mail to ${SENSITIVE.email}, Bearer ${SENSITIVE.token}`, labels: {} })).toThrow(
      new Conclusive('not masked: an e-mail address and a bearer token in the body of the log record'),
    );
    expect(() => maskedLine({ line: '', labels: { verify_contact: SENSITIVE.email } })).toThrow(
      new Conclusive('not masked: an e-mail address in the attribute verify_contact of the log record'),
    );
  });
});

describe('span metrics', () => {
  const verdict = (before: readonly [number, number] | undefined, now: readonly [number, number] | undefined) => () => {
    const metrics = (pair: readonly [number, number] | undefined) =>
      pair === undefined ? undefined : { calls: pair[0], writtenAt: pair[1] };
    return spanMetricsVerdict(metrics(before), metrics(now), 1_000, 15);
  };

  it.each([
    ['a first verification', undefined, [2, 1_010]],
    ['a counter that moved', [4, 995], [6, 1_010]],
    ['a collector that was restarted', [40, 995], [2, 1_010]],
    ['a series that had ended and is the same again', [2, 700], [2, 1_010]],
  ] as const)('count %s', (_, before, now) => {
    expect(verdict(before, now)()).toBe(`calls_total of the service o11y-verify is ${now[0]}`);
  });

  it.each([
    ['is not there', undefined, undefined, 'there is no calls_total of the service o11y-verify'],
    ['is still at its first zero', undefined, [0, 1_010], 'calls_total of the service o11y-verify stays at 0'],
    ['does not move', [4, 995], [4, 1_010], 'calls_total of the service o11y-verify stays at 4'],
    ['has ended', [2, 700], [2, 700], 'calls_total of the service o11y-verify stays at 2'],
  ] as const)('fail when the counter %s', (_, before, now, message) => {
    expect(verdict(before, now)).toThrow(new Error(message));
  });
});

describe('sampling', () => {
  const sampling = (overlay: object) => defineEnvironment('dev', { sampling: { traces: overlay } }).sampling;

  it('keeps the error, or what is slow, or nothing for certain', () => {
    expect(traceSeconds(sampling({ ratio: 0.1 }))).toBe(0.1);
    expect(traceSeconds(sampling({ ratio: 0.1, keepErrors: false, keepSlowerThan: '2s' }))).toBe(3);
    expect(isKept(sampling({ ratio: 1, keepErrors: false, keepSlowerThan: null }))).toBe(true);
    expect(isKept(sampling({ ratio: 0.1 }))).toBe(true);
    expect(isKept(sampling({ ratio: 0.1, keepErrors: false, keepSlowerThan: null }))).toBe(false);
  });

  it('is waited for', () => {
    expect(patience(defineEnvironment('dev', {}))).toBe(60);
    expect(patience(defineEnvironment('dev', { sampling: { traces: { decisionWait: '2m' } } }))).toBe(150);
    expect(patience(defineEnvironment('dev', { otelCollector: { spanMetricsFlushInterval: '1m' } }))).toBe(135);
  });
});

describe('the marker', () => {
  it('is letters alone, which nothing takes for a card number', () => {
    for (let i = 0; i < 100; i++) expect(newMarker()).toMatch(/^[a-p]{20}$/);
    expect(newMarker()).not.toBe(newMarker());
  });
});

describe('retention', () => {
  const { retention } = defineEnvironment('dev', {
    retention: { metrics: { time: '15d', size: '10GB' }, logs: { total: '90d' }, traces: '7d', alerts: '30d' },
  });

  it.each([
    ['15d', 1_296_000_000],
    ['360h0m0s', 1_296_000_000],
    ['2w1d', 1_296_000_000],
    ['1h30m', 5_400_000],
    ['250ms', 250],
    ['0s', 0],
    ['', undefined],
    ['soon', undefined],
    ['15d!', undefined],
  ])('reads the duration %j', (text, expected) => {
    expect(printedDuration(text)).toBe(expected);
  });

  it.each([
    ['9GiB320MiB761KiB', 10_000_000_000],
    ['10000000000B', 10_000_000_000],
    ['512MB', 536_870_912],
    ['1TiB', 1_099_511_627_776],
    ['big', undefined],
  ])('reads the size %j', (text, expected) => {
    expect(printedSize(text)).toBe(expected);
  });

  it('is what Prometheus does', () => {
    expect(prometheusVerdict('15d or 9GiB320MiB761KiB', retention.metrics)).toBe('time 15d, size 10GB');
    expect(() => prometheusVerdict('30d', retention.metrics)).toThrow(
      new Conclusive('time is 30d instead of 15d; size is not set instead of 10GB'),
    );
  });

  const loki = (text: string) => () => lokiVerdict(text, retention);
  const LOKI =
    'compactor: {retention_enabled: true}\nlimits_config: {retention_period: 90d, retention_stream: [{period: 30d, priority: 1, selector: "{a=\\"b\\"}"}]}';

  it('is what Loki does', () => {
    expect(loki(LOKI)()).toBe('total 90d, {a="b"} 30d');
    expect(loki(LOKI.replace('90d', '12w6d'))()).toBe('total 90d, {a="b"} 30d');
    expect(loki(LOKI.replace('90d', '0s'))).toThrow(new Conclusive('total is 0s instead of 90d'));
    expect(loki(LOKI.replace('30d', '31d'))).toThrow(new Conclusive('{a="b"} is 31d instead of 30d'));
    expect(loki(LOKI.replace('true', 'false'))).toThrow(new Conclusive('nothing is ever deleted: compactor.retention_enabled is false'));
    expect(loki('limits_config: {}')).toThrow('the running configuration has another form: ');
  });

  it('is what Tempo does', () => {
    // As Tempo 2.10 answers to /status/config.
    const tempo = (time: string) => () =>
      tempoVerdict(`GET /status/config\n---\ntarget: all\ncompactor:\n    compaction:\n        block_retention: ${time}\n`, retention);
    expect(tempo('168h0m0s')()).toBe('time 7d');
    expect(tempo('336h0m0s')).toThrow(new Conclusive('time is 336h0m0s instead of 7d'));
    expect(tempoVerdict('compactor: {compaction: {block_retention: 168h0m0s}}', retention)).toBe('time 7d');
    expect(() => tempoVerdict('GET /status/config\n', retention)).toThrow('the running configuration has another form: ');
  });

  it('is what Alertmanager does', () => {
    expect(alertmanagerVerdict(['--data.retention=720h'], retention)).toBe('time 30d');
    expect(() => alertmanagerVerdict(['--data.retention=720h', '--data.retention=24h'], retention)).toThrow(
      new Conclusive('time is 24h instead of 30d'),
    );
    expect(() => alertmanagerVerdict([], retention)).toThrow(new Conclusive('time is 120h instead of 30d'));
  });
});

describe('waiting', () => {
  it('ends when it works', async () => {
    let attempts = 0;
    const value = await poll(Date.now() + 60_000, async () => {
      attempts += 1;
      if (attempts < 2) throw new Error('not yet');
      return 'there';
    });
    expect([value, attempts]).toEqual(['there', 2]);
  });

  /** A time that only waiting passes, and attempts that take some of it. */
  function fakeClock() {
    let time = 0;
    const pass = async (milliseconds: number): Promise<void> => {
      time += milliseconds;
    };
    return { now: () => time, sleep: pass, pass };
  }

  it('ends when the time is over, with the last reason and how long it waited', async () => {
    let attempts = 0;
    const attempt = async () => Promise.reject(new Error(`not yet, ${++attempts}`));
    await expect(poll(1_600, attempt, fakeClock())).rejects.toThrow(new Error('not yet, 4 (after 2 s)'));
    await expect(poll(900, attempt, fakeClock())).rejects.toThrow(new Error('not yet, 6'));
  });

  it('tries once where there is no time, and does not say that it waited', async () => {
    const clock = fakeClock();
    const slow = async () => {
      await clock.pass(3_000);
      throw new Error('no');
    };
    await expect(poll(0, slow, clock)).rejects.toThrow(new Error('no'));
  });

  it('ends at once for what waiting does not mend', async () => {
    let attempts = 0;
    const attempt = async () => {
      attempts += 1;
      throw new Conclusive('never');
    };
    await expect(poll(Date.now() + 60_000, attempt)).rejects.toThrow('never');
    expect(attempts).toBe(1);
  });

  it('says what for', () => {
    expect(progressText(['span metrics'], 12_345)).toBe('12 s  waiting for 1 check: span metrics');
    expect(progressText(['a', 'b'], 0)).toBe('0 s  waiting for 2 checks: a, b');
  });
});

describe('the result', () => {
  const results = async (): Promise<readonly Result[]> => {
    const checks = createChecks();
    checks.start('Retention', 'retention of logs', async () => 'total 90d');
    checks.start('Components', 'component loki', async () => Promise.reject(new Error('gone')));
    checks.start('Components', 'component tempo', async () => Promise.reject(new Skipped('nobody knows')));
    expect(checks.pending()).toEqual(['retention of logs', 'component loki', 'component tempo']);
    const ended = (await checks.results()).map((result) => ({ ...result, durationMs: 1_234 }));
    expect(checks.pending()).toEqual([]);
    return ended;
  };

  it('is a table for people', async () => {
    expect(toTable('dev', await results(), coloursFor({ isTTY: false }))).toBe(`Components
  ✘ component loki       1.2 s  gone
  – component tempo      1.2 s  nobody knows

Retention
  ✔ retention of logs    1.2 s  total 90d

dev: 1 of 3 checks failed, 1 could not be made`);
  });

  it('is JSON for machines', async () => {
    expect(JSON.parse(toJson('dev', await results()))).toEqual({
      environment: 'dev',
      passed: false,
      checks: [
        { name: 'retention of logs', status: 'passed', detail: 'total 90d', durationMs: 1_234 },
        { name: 'component loki', status: 'failed', detail: 'gone', durationMs: 1_234 },
        { name: 'component tempo', status: 'skipped', detail: 'nobody knows', durationMs: 1_234 },
      ],
    });
  });

  it('is good when nothing failed', async () => {
    const [first, , third] = await results();
    expect(allPassed([first, third].filter((result) => result !== undefined))).toBe(true);
    expect(
      toTable(
        'dev',
        [first].filter((result) => result !== undefined),
        coloursFor({ isTTY: false }),
      ),
    ).toContain('dev: all 1 checks passed');
  });
});
