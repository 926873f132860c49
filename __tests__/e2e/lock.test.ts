import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { lockOf } from '../../cli/docker/lock';
import { type Holder, TOKEN, thisHolder } from '../../cli/target/holder';
import { describeWithEngine, engine } from '../support/e2e/engine';

const OWNER = { platform: 'o11ylock', name: 'dev' };
const LABEL = `${OWNER.platform}/${OWNER.name}`;
const nobody = new AbortController().signal;

const folder = mkdtempSync(join(tmpdir(), 'o11y-lock-'));
const hold = lockOf(engine, OWNER, folder);

const locks = async (): Promise<readonly string[]> =>
  ((await engine.listVolumes({ filters: { label: [`observability-stacks.dev/lock=${LABEL}`] } })).Volumes ?? []).map(({ Name }) => Name);

/** The lock of a command, as it left it. */
async function leave(holder: Holder): Promise<string> {
  const name = `o11ylock-dev-lock-${holder.token}`;
  const labels = { 'observability-stacks.dev/lock': LABEL, 'observability-stacks.dev/lock-holder': JSON.stringify(holder) };
  await engine.createVolume({ Name: name, Labels: labels });
  return name;
}

describeWithEngine('the lock of an environment', () => {
  const clear = async (): Promise<void> => {
    for (const name of await locks()) await engine.getVolume(name).remove();
  };
  beforeEach(clear);
  afterAll(async () => {
    await clear();
    rmSync(folder, { recursive: true });
  });

  test('is freed on every way out, and marks what is started', async () => {
    const token = await hold('deploy', nobody, async ({ [TOKEN]: value }) => {
      expect(await locks()).toEqual([`o11ylock-dev-lock-${value}`]);
      return value;
    });
    expect(token).toMatch(/^[-0-9a-f]{36}$/);
    await expect(hold('deploy', nobody, () => Promise.reject(new Error('it failed')))).rejects.toThrow('it failed');
    expect(await locks()).toEqual([]);
  });

  test('lets one of many in that come at once, and the others know who it is', async () => {
    let [inside, most] = [0, 0];
    const all = await Promise.allSettled(
      Array.from({ length: 8 }, () =>
        hold('deploy', nobody, async () => {
          inside += 1;
          most = Math.max(most, inside);
          await sleep(8_000);
          inside -= 1;
        }),
      ),
    );
    expect(most).toBe(1);
    const refused = all.flatMap((result) => (result.status === 'rejected' ? [String(result.reason)] : []));
    expect(refused.length).toBeLessThan(8);
    for (const reason of refused)
      expect(reason).toMatch(
        /dev of o11ylock is held by o11y deploy \(process \d+ on \S+, since \S+Z\)\. Nothing was touched\.\nWait until/,
      );
    expect(await locks()).toEqual([]);
  });

  test('of a command that was killed is taken off; its Terraform is waited for', async () => {
    const dead = { ...thisHolder('deploy'), started: '1' };
    await leave(dead);
    const child = spawn('sleep', ['3'], { env: { ...process.env, [TOKEN]: dead.token } });
    const ended = once(child, 'exit').then(() => Date.now());
    const entered = await hold('destroy', nobody, async () => Date.now());
    expect(entered).toBeGreaterThanOrEqual(await ended);
    expect(await locks()).toEqual([]);
  });

  test('of another machine stays, and the way out is named', async () => {
    const name = await leave({ ...thisHolder('deploy'), host: 'build-8', pid: 7, since: '2026-01-01T00:00:00.000Z' });
    await expect(hold('deploy', nobody, async () => {})).rejects.toThrow(
      `dev of o11ylock is held by o11y deploy (process 7 on build-8, since 2026-01-01T00:00:00.000Z). Nothing was touched.\nWhether it still runs cannot be seen from here. Wait until it has ended; if you know that it has: docker volume rm ${name}`,
    );
    expect(await locks()).toEqual([name]);
  });

  test('is waited for no longer than somebody wants', async () => {
    const dead = { ...thisHolder('deploy'), started: '1' };
    await leave(dead);
    const child = spawn('sleep', ['600'], { env: { ...process.env, [TOKEN]: dead.token } });
    await once(child, 'spawn');
    const person = new AbortController();
    const waiting = hold('deploy', person.signal, async () => {});
    setTimeout(() => person.abort(), 500);
    await expect(waiting).rejects.toMatchObject({ message: 'Interrupted before anything was touched.', exitCode: 130 });
    child.kill('SIGKILL');
    await once(child, 'exit');
  });
});
