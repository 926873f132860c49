import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fateOf, type Holder, type Processes, TOKEN, thisHolder } from '../../../cli/target/holder';

const HERE = { host: 'build-7', machine: 'm1', boot: 'b1', namespace: 'pid:[1]' } as const;
const holder: Holder = { ...HERE, token: 't', command: 'deploy', since: '2026-01-01T00:00:00Z', pid: 100, started: '5000' };

/** A machine on which some processes run. */
const table = (starts: Readonly<Record<number, string>>, programs: readonly string[] = []): Processes => ({
  startOf: (pid) => starts[pid],
  marked: (token) => (token === 't' ? programs.map((program, index) => ({ pid: 200 + index, program })) : []),
});

import { testWith } from '../../support/needs';

describe('what is left of a holder', () => {
  it.each<[string, Holder, Processes, ReturnType<typeof fateOf>]>([
    ['runs', holder, table({ 100: '5000' }), { kind: 'running' }],
    ['has ended', holder, table({}), { kind: 'ended', providers: [] }],
    ['has ended, and its number is used again', holder, table({ 100: '6000' }), { kind: 'ended', providers: [] }],
    [
      'was killed, and Terraform was not',
      holder,
      table({}, ['terraform', 'terraform-provider-docker_v4.6.0']),
      { kind: 'outlived', pids: [200] },
    ],
    [
      'was killed with Terraform, whose providers do nothing more',
      holder,
      table({}, ['terraform-provider-docker_v4.6.0']),
      { kind: 'ended', providers: [200] },
    ],
    ['ran before the machine was started again', { ...holder, boot: 'b0' }, table({ 100: '5000' }), { kind: 'ended', providers: [] }],
    ['is on another machine of the same name', { ...holder, boot: 'b0', machine: 'm0' }, table({}), { kind: 'unknown' }],
    ['is on another machine', { ...holder, host: 'build-8' }, table({ 100: '5000' }), { kind: 'unknown' }],
    ['is in a container on this machine', { ...holder, namespace: 'pid:[2]' }, table({ 100: '5000' }), { kind: 'unknown' }],
  ])('%s', (_, given, processes, expected) => {
    expect(fateOf(given, HERE, processes)).toEqual(expected);
  });

  testWith(
    { missing: process.platform === 'linux' ? undefined : 'the /proc of Linux', inLab: true },
    'is seen of real processes',
    async () => {
      const own = thisHolder('deploy');
      expect(fateOf(own)).toEqual({ kind: 'running' });
      const killed = { ...own, started: '1' };
      expect(fateOf(killed)).toEqual({ kind: 'ended', providers: [] });
      const folder = realpathSync(mkdtempSync(join(tmpdir(), 'o11y-holder-')));
      const child = spawn('sleep', ['60'], { cwd: folder, env: { ...process.env, [TOKEN]: own.token } });
      try {
        await once(child, 'spawn');
        expect(fateOf(killed)).toEqual({ kind: 'outlived', pids: [child.pid] });
      } finally {
        child.kill('SIGKILL');
        await once(child, 'exit');
        rmSync(folder, { recursive: true });
      }
      expect(fateOf(killed)).toEqual({ kind: 'ended', providers: [] });
    },
  );
});
