import type { EnvironmentOverlay } from '../../config/schema/environment';
import { RunningAgent } from '../support/agent';
import { describeWithTool } from '../support/tools';
import { until } from '../support/waiting';

const ID = 'a'.repeat(64);
const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SPAN = 'b7ad6b7169203331';

/** A line as the engine writes it; a terminal ends it with both characters. */
const ofEngine = (line: string, end = '\n', stream = 'stdout'): string =>
  `${JSON.stringify({ log: `${line}${end}`, stream, time: '2026-11-30T00:00:00.000000001Z' })}\n`;

const ofPod = (line: string, stream = 'stdout'): string => `2026-11-30T00:00:00.000000001Z ${stream} F ${line}\n`;

const engineFile = (container: string, service = '_'): string => `containers/${container}/${service}/_/_/${ID}.log`;
const podFile = (container: string): string => `pods/shop_web-0_${'0'.repeat(8)}-0000-0000-0000-000000000000/${container}/0.log`;

/** Lines in JSON by the logger that writes them, with what they say. */
const STRUCTURED: readonly (readonly [logger: string, line: object, severity: string, trace: string, span: string])[] = [
  ['zap', { level: 'error', msg: 'a', trace_id: TRACE, span_id: SPAN }, 'error', TRACE, SPAN],
  ['pino', { level: 50, msg: 'b', traceId: TRACE, spanId: SPAN }, 'error', TRACE, SPAN],
  ["Python's", { levelname: 'WARNING', message: 'c', otelTraceID: TRACE, otelSpanID: SPAN }, 'warn', TRACE, SPAN],
  ["Elastic's", { 'log.level': 'ERROR', message: 'd', 'trace.id': TRACE, 'span.id': SPAN }, 'error', TRACE, SPAN],
  ["Elastic's, nested", { log: { level: 'fatal' }, message: 'e', trace: { id: TRACE } }, 'fatal', TRACE, ''],
  ["Serilog's", { '@l': 'Verbose', '@mt': 'f', '@tr': TRACE, '@sp': SPAN }, 'debug', TRACE, SPAN],
  [".NET's", { LogLevel: 'Information', Message: 'g' }, 'info', '', ''],
  ['one with other things by these names', { level: 'info', log: 'h', trace: 'none', span: 7 }, 'info', '', ''],
];

const PYTHON = `ERROR:root:cannot pay
Traceback (most recent call last):
  File "/app/pay.py", line 7, in pay
    charge(card)

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "/app/main.py", line 3, in <module>
    pay()
requests.exceptions.ConnectionError: refused`;
const JAVA = `2026-11-30 00:00:00.000 ERROR 1 --- [main] shop.Cart : Servlet.service() threw exception
java.lang.IllegalStateException: no card
\tat shop.Cart.pay(Cart.java:10)
\tat java.base/java.lang.Thread.run(Thread.java:840)
Caused by: java.sql.SQLException: closed
\tat shop.Db.get(Db.java:5)
\t... 12 more`;
const GO = `panic: runtime error: index out of range [3] with length 3

goroutine 1 [running]:
main.(*Cart).Pay(0xc000012345, {0x1, 0x2})
\t/app/cart.go:10 +0x1d
created by net/http.(*Server).Serve in goroutine 7
exit status 2`;
const NODE = `/app/cart.js:10
    throw new Error('no card');
    ^

Error: no card
    at pay (/app/cart.js:10:11) {
  code: 'E_CARD'
}

Node.js v24.1.0`;
const TRACES = { PYTHON, JAVA, GO, NODE } as const;

const TARGETS = [
  ['an engine', {}, ofEngine, engineFile],
  ['a cluster', { target: { kind: 'kubernetes' } }, ofPod, podFile],
] as const satisfies readonly (readonly [string, EnvironmentOverlay, (line: string) => string, (container: string) => string])[];

describeWithTool('otelcol-contrib', 'lines of containers', () => {
  describe.each(TARGETS)('on %s', (_, overlay, written, fileOf) => {
    const agent = new RunningAgent();
    const bodies = (): readonly string[] => agent.lines.map(({ body }) => body);

    beforeAll(async () => {
      for (const [logger, line] of STRUCTURED)
        agent.write(fileOf(`structured${STRUCTURED.findIndex(([name]) => name === logger)}`), written(JSON.stringify(line)));
      for (const [language, trace] of Object.entries(TRACES)) {
        const lines = ['ready', ...trace.split('\n'), 'served', 'served again'];
        agent.write(fileOf(language.toLowerCase()), lines.map((line) => written(line)).join(''));
      }
      agent.write(fileOf('numbers'), Array.from({ length: 500 }, (__, index) => written(`line ${index}`)).join(''));
      await agent.start(overlay);
      await until('it is read', () => bodies().includes('line 499'));
    });

    afterAll(() => agent.stop());

    it.each(STRUCTURED)('reads severity and trace as %s writes them', async (__, line, severity, trace, span) => {
      await until('it is read', () => bodies().includes(JSON.stringify(line)));
      const found = agent.lines.filter(({ body }) => body === JSON.stringify(line));
      expect(found.map((record) => [record.severity, record.trace, record.span])).toEqual([[severity, trace, span]]);
    });

    it.each(Object.entries(TRACES))('makes one record of a stack trace: %s', async (__, trace) => {
      await until('it is read', () => bodies().includes(trace));
    });

    it('leaves every other line a record, once and in order', async () => {
      const numbered = bodies().filter((body) => body.startsWith('line '));
      expect(numbered).toEqual(Array.from({ length: 500 }, (__, index) => `line ${index}`));
      await until('it is read', () => bodies().filter((body) => body === 'served').length === Object.keys(TRACES).length);
    });
  });

  describe('on an engine', () => {
    const agent = new RunningAgent();

    beforeAll(async () => {
      agent.write(engineFile('terminal'), ofEngine('{"level":"error","msg":"typed"}', '\r\n') + ofEngine('plain', '\r\n'));
      agent.write(engineFile('named', `=${Buffer.from('über / "1"').toString('base64').replaceAll('/', '_')}`), ofEngine('of a name'));
      agent.write(engineFile('simple', 'checkout'), ofEngine('of a simple name'));
      await agent.start({});
    });

    afterAll(() => agent.stop());

    it('reads what a terminal writes', async () => {
      await until('it is read', () => agent.lines.some(({ body }) => body === 'plain'));
      expect(agent.lines.find(({ body }) => body.includes('typed'))).toMatchObject({
        body: '{"level":"error","msg":"typed"}',
        severity: 'error',
      });
    });

    it('calls services by their labels, whatever is in them, and others by their containers', async () => {
      await until('it is read', () => agent.lines.length === 4);
      const named = Object.fromEntries(agent.lines.map(({ body, service }) => [body, service]));
      expect(named).toMatchObject({ 'of a name': 'über / "1"', 'of a simple name': 'checkout', plain: 'terminal' });
    });
  });
});
