import { environmentOn, type Ports } from '../support/e2e/backends';
import { describeWithEngine, identities, imageNeed, removePlatform } from '../support/e2e/engine';
import { E2eProject } from '../support/e2e/project';
import { eventually, Stores } from '../support/e2e/stores';
import { Sender } from '../support/e2e/telemetry';

const PLATFORM = 'o11ydefault';
const PREFIX = `${PLATFORM}-dev`;
const PORTS: Ports = {
  prometheus: 25090,
  alertmanager: 25093,
  loki: 25100,
  traces: 25200,
  grpc: 25317,
  http: 25318,
  metrics: 25888,
  health: 25133,
};

let project: E2eProject;
const removeEverything = (): Promise<void> => removePlatform(PREFIX, []);

/** What somebody gets who has cloned the repository: every default, Tempo and Loki. Only Grafana is off, and ports are others. */
describeWithEngine(
  'the development environment as it is shipped',
  () => {
    beforeAll(async () => {
      await removeEverything();
      project = await E2eProject.create(environmentOn(PLATFORM, PORTS, 'tempo'));
    });

    afterAll(async () => {
      await removeEverything();
      project.remove();
    });

    test('comes up, and a second plan is empty', async () => {
      await project.o11y(['deploy', 'dev'], 0);
      expect(await project.planStatus()).toBe(0);
    });

    test('passes every check of verify, each of them made', async () => {
      const { stdout } = await project.o11y(['verify', 'dev', '--json'], 0);
      const { passed, checks } = JSON.parse(stdout) as {
        readonly passed: boolean;
        readonly checks: readonly { readonly name: string; readonly status: string; readonly detail: string }[];
      };
      expect(checks.filter(({ status }) => status !== 'passed')).toEqual([]);
      expect(passed).toBe(true);
      const names = checks.map(({ name }) => name);
      for (const component of project.platform().components) expect(names).toContain(`component ${component.name}`);
      expect(names).toEqual(
        expect.arrayContaining([
          ...['trace stored in tempo', 'trace masked', 'log stored in loki', 'log masked', 'log linked to its trace', 'span metrics'],
          ...['metrics', 'logs', 'traces', 'alerts'].map((what) => `retention of ${what}`),
        ]),
      );
    });

    test('stores every trace and every log record, and keeps them when it is destroyed and deployed again', async () => {
      const [sender, stores] = [new Sender(`http://127.0.0.1:${PORTS.http}`), new Stores(PORTS, 'tempo')];
      const sent = new Set(await sender.spans(Array.from({ length: 200 }, () => ({ service: 'shop' }))));
      await sender.logs(Array.from({ length: 200 }, (_, index) => ({ service: 'shop', body: `line ${index}` })));
      const isWhole = ({ traces, lines }: { readonly traces: ReadonlySet<string>; readonly lines: number }): boolean =>
        lines === 200 && traces.size === sent.size && [...sent].every((id) => traces.has(id));
      const stored = async () => ({ traces: await stores.traces('shop'), lines: (await stores.logs('{service_name="shop"}')).length });
      await eventually('everything', stored, isWhole);
      await project.o11y(['destroy', 'dev', '--yes'], 0);
      expect(await identities(PREFIX)).toEqual({});
      await project.o11y(['deploy', 'dev'], 0);
      await eventually('everything, as before', stored, isWhole);
      await project.o11y(['destroy', 'dev', '--yes'], 0);
      await project.o11y(['purge', 'dev', '--yes'], 0);
    });
  },
  imageNeed('loki'),
  imageNeed('tempo'),
);
