import { setTimeout as sleep } from 'node:timers/promises';
import { PREFIX, sender } from '../support/chaos/platform';
import { SmallDisk } from '../support/chaos/small-disk';
import { Trial, type Victim } from '../support/chaos/trial';
import { containerOf, describeWithEngine, imageNeed } from '../support/e2e/engine';
import { E2eProject, run } from '../support/e2e/project';
import { describeWith, programNeed } from '../support/needs';

/*
 * One platform, cut off and disturbed at every moment. After each disturbance one deployment must set everything right: an empty second
 * plan, no stored record lost, the password that the volume was set up with. Prints a table.
 */

const SAMPLE = process.env['O11Y_CHAOS'] === 'sample';
const ofAll = <T>(all: readonly T[], some: readonly T[]): readonly T[] => (SAMPLE ? some : all);
const HOURS = 3 * 3_600_000;
const MOMENTS = 12;

/** Ends a disturbance in words: an exit code, or the signal that ended it. */
const endText = (status: number): string => `exit ${status}`;

let trial: Trial;
/** How long deployments take that nobody disturbs (ms). */
const undisturbed = { first: 0, update: 0 };

describeWithEngine(
  'whatever happens, one deployment repairs it',
  () => {
    beforeAll(async () => {
      trial = await Trial.create();
      undisturbed.first = await trial.deploy();
      await trial.store();
      trial.edit();
      undisturbed.update = await trial.deploy();
    }, HOURS);

    afterAll(async () => {
      process.stdout.write(trial.table());
      await trial.forget();
      trial.project.remove();
    }, HOURS);

    describe('two at once', () => {
      test(
        'from one folder, with every delay',
        async () => {
          const step = SAMPLE ? undisturbed.update / 2 : 500;
          for (let delay = 0; delay <= undisturbed.update; delay += step) {
            trial.edit();
            const before = trial.project.launch(['deploy', 'dev']);
            await sleep(delay);
            const after = trial.project.launch(['deploy', 'dev']);
            const ends = await Promise.all([before.ended, after.ended]);
            expect(ends.map(({ status }) => status)).toContain(0);
            for (const { status, stderr } of ends)
              if (status !== 0) expect(stderr).toMatch(/✖ dev of o11ychaos is held by o11y deploy \(process \d+/);
            await trial.repair(`two at once, ${(delay / 1_000).toFixed(1)} s apart`, ends.map(({ status }) => endText(status)).join(', '));
          }
        },
        HOURS,
      );

      test(
        'from another folder, and to destroy',
        async () => {
          const other = await E2eProject.create(trial.project.overlay);
          other.program(trial.project.read('main.ts'));
          trial.edit();
          const running = trial.project.launch(['deploy', 'dev']);
          await trial.held();
          // It holds the lock for as long as the others need to come.
          running.child.kill('SIGSTOP');
          const [deploy, destroy] = await Promise.all([
            other.o11y(['deploy', 'dev', '--take-over']),
            other.o11y(['destroy', 'dev', '--yes', '--take-over']),
          ]);
          running.child.kill('SIGCONT');
          for (const { status, stderr } of [deploy, destroy]) {
            expect(stderr).toMatch(/held by o11y deploy/);
            expect(status).toBe(1);
          }
          const { status } = await running.ended;
          other.remove();
          expect(status).toBe(0);
          await trial.repair('two at once, from another folder', endText(status));
        },
        HOURS,
      );
    });

    describe('kill -9', () => {
      const moments = Array.from({ length: MOMENTS }, (_, moment) => (moment + 0.5) / MOMENTS);
      const victims: readonly Victim[] = ['the command', 'Terraform', 'both'];
      const cases = moments.flatMap((moment) => victims.map((victim) => [victim, moment] as const));

      test.each(
        ofAll(cases, [
          ['the command', 0.6],
          ['both', 0.7],
        ]),
      )(
        'of %s in an update, at %f of its time',
        async (victim, moment) => {
          trial.edit();
          const { child, ended } = trial.project.launch(['deploy', 'dev']);
          await sleep(moment * undisturbed.update);
          trial.kill(victim, child);
          // A command whose Terraform alone is killed ends by itself.
          const { status } = victim === 'Terraform' ? await ended : { status: 137 };
          await trial.repair(`kill -9 of ${victim} in an update, at ${moment.toFixed(2)}`, endText(status));
        },
        HOURS,
      );
    });

    describe('nobody reads what it says', () => {
      test.each(
        ofAll(
          [
            ['errors and result to a reader that has seen enough', '$O11Y deploy dev 2>&1 | head -2'],
            ['errors to a reader that has seen enough', '{ $O11Y deploy dev 2>&1 >/dev/null | head -1; }'],
            ['no output', '$O11Y deploy dev >&-'],
            ['no errors', '$O11Y deploy dev 2>&-'],
            ['no input', '$O11Y deploy dev <&-'],
            ['none of the three', '$O11Y deploy dev <&- >&- 2>&-'],
            ['errors to a full device', '$O11Y deploy dev 2>/dev/full'],
            ['both to a full device', '$O11Y deploy dev >/dev/full 2>&1'],
          ],
          [['errors and result to a reader that has seen enough', '$O11Y deploy dev 2>&1 | head -2']],
        ),
      )(
        '%s',
        async (what, line) => {
          trial.edit();
          const { status, stderr } = await trial.project.shell(line);
          expect(stderr).not.toMatch(/^\s+at /m);
          // It came to its end: there is nothing left to do.
          expect(await trial.planEmpty()).toBe(true);
          await trial.repair(what, endText(status));
        },
        HOURS,
      );
    });

    describe('a container', () => {
      const container = containerOf(PREFIX, 'alertmanager');
      test.each(
        ofAll<readonly [string, string, () => Promise<unknown>]>(
          [
            ['paused', 'container alertmanager: is paused', () => container.pause()],
            ['stopped', 'container alertmanager: does not run', () => container.stop()],
            ['renamed', 'container alertmanager: name is o11ychaos-dev-other', () => container.rename({ name: `${PREFIX}-other` })],
            ['removed', 'container alertmanager: is gone', () => container.remove({ force: true })],
          ],
          [['paused', 'container alertmanager: is paused', () => container.pause()]],
        ),
      )(
        '%s is seen, and set right',
        async (what, said, disturb) => {
          await disturb();
          const { stdout } = await trial.project.o11y(['drift', 'dev'], 2);
          expect(stdout).toContain(said);
          await trial.repair(`a container ${what}`, '-');
          expect((await container.inspect()).State).toMatchObject({ Running: true, Paused: false });
        },
        HOURS,
      );

      test(
        'that stands still is waited for no longer than was asked, and Ctrl-C is heard',
        async () => {
          const silent = containerOf(PREFIX, 'prometheus');
          await silent.kill({ signal: 'SIGSTOP' });
          try {
            const started = Date.now();
            const { stderr } = await trial.project.o11y(['deploy', 'dev', '--timeout', '10'], 1);
            expect(stderr).toContain('✖ Not ready after 10 s:\n  prometheus: its health endpoint does not answer yet');
            expect(Date.now() - started).toBeLessThan(60_000 + undisturbed.update);
            const { child, ended } = trial.project.launch(['deploy', 'dev', '--timeout', '600']);
            await new Promise<void>((resolve) =>
              child.stderr?.on('data', (said: Buffer) => said.includes('Waiting for components') && resolve()),
            );
            const asked = Date.now();
            child.kill('SIGINT');
            expect((await ended).status).toBe(130);
            expect(Date.now() - asked).toBeLessThan(20_000);
          } finally {
            await silent.kill({ signal: 'SIGCONT' });
          }
          await trial.repair('a container that stands still', 'exit 1, exit 130');
        },
        HOURS,
      );
    });

    const RESTART = process.env['O11Y_ENGINE_RESTART'];
    describeWith({ missing: RESTART === undefined ? 'O11Y_ENGINE_RESTART' : SAMPLE ? 'O11Y_CHAOS=all' : undefined }, 'the engine', () => {
      test(
        'is restarted under load, in the middle of an update',
        async () => {
          let load = true;
          const loading = (async () => {
            while (load) {
              await sender.spans([{ service: 'load' }]).catch(() => undefined);
              await sleep(50);
            }
          })();
          trial.edit();
          const { ended } = trial.project.launch(['deploy', 'dev']);
          await sleep(undisturbed.update * 0.6);
          await run('bash', ['-c', RESTART ?? 'false'], { cwd: '.', expect: 0 });
          const { status, stderr } = await ended;
          expect(stderr).not.toMatch(/^\s+at /m);
          load = false;
          await loading;
          await trial.repair('the engine restarted in an update', endText(status));
        },
        HOURS,
      );
    });

    describeWith(
      { missing: SAMPLE ? 'O11Y_CHAOS=all' : process.getuid?.() === 0 ? undefined : 'root, who mounts a small disk' },
      'a full disk',
      () => {
        let disk: SmallDisk;
        beforeAll(() => {
          disk = new SmallDisk();
        });
        afterAll(async () => {
          await trial.forget();
          disk.remove();
        }, HOURS);

        test(
          'under the metrics costs none of those that are stored',
          async () => {
            await trial.forget();
            await disk.asVolume(`${PREFIX}-prometheus`, { platform: 'o11ychaos', name: 'dev' });
            await trial.deploy();
            await trial.store();
            disk.fill();
            trial.edit();
            const { status, stderr } = await trial.project.o11y(['deploy', 'dev', '--timeout', '30']);
            expect(stderr).not.toMatch(/^\s+at /m);
            disk.free();
            await trial.repair('a full disk under the metrics', endText(status));
          },
          HOURS,
        );
      },
    );

    describe('kill -9 of a first deployment', () => {
      const moments = Array.from({ length: MOMENTS }, (_, moment) => (moment + 0.5) / MOMENTS);
      const victims: readonly Victim[] = ['the command', 'Terraform', 'both'];
      const cases = moments.flatMap((moment) => victims.map((victim) => [victim, moment] as const));

      test.each(ofAll(cases, [['both', 0.7]]))(
        'of %s, at %f of its time',
        async (victim, moment) => {
          await trial.forget();
          const { child, ended } = trial.project.launch(['deploy', 'dev']);
          await sleep(moment * undisturbed.first);
          trial.kill(victim, child);
          const { status } = victim === 'Terraform' ? await ended : { status: 137 };
          await trial.repair(`kill -9 of ${victim} in a first deployment, at ${moment.toFixed(2)}`, endText(status));
        },
        HOURS,
      );
    });
  },
  imageNeed('prometheus'),
  imageNeed('alertmanager'),
  imageNeed('jaeger'),
  imageNeed('otelCollector'),
  imageNeed('busybox'),
  programNeed('docker'),
);
