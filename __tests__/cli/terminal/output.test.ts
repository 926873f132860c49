import { publishedUrl } from '../../../cli/docker/addresses';
import { judge } from '../../../cli/docker/readiness';
import { formatStatus, isWell, memoryOf } from '../../../cli/docker/status';
import { formatFindings } from '../../../cli/preflight/finding';
import { exitText } from '../../../cli/target/readiness';
import { coloursFor, mebibyteText, table } from '../../../cli/terminal/output';
import { defineEnvironment } from '../../../config/define';
import { countText } from '../../../cost/text';

const plain = coloursFor({ isTTY: false });

describe('coloursFor', () => {
  it.each([
    ['on a terminal', { isTTY: true }, {}, '\u001b[31mno\u001b[39m'],
    ['not with NO_COLOR', { isTTY: true }, { NO_COLOR: '1' }, 'no'],
    ['with an empty NO_COLOR, which counts as unset', { isTTY: true }, { NO_COLOR: '' }, '\u001b[31mno\u001b[39m'],
    ['not on a dumb terminal', { isTTY: true }, { TERM: 'dumb' }, 'no'],
    ['not in a file, whatever CI says', {}, { CI: '1' }, 'no'],
  ])('%s', (_, stream, environment, expected) => {
    expect(coloursFor(stream, environment).red('no')).toBe(expected);
  });
});

describe('formatting', () => {
  it('aligns columns and leaves no blanks at the end', () => {
    expect(
      table([
        ['A', 'LONGER', 'C'],
        ['first', '1', ''],
      ]),
    ).toBe('A      LONGER  C\nfirst  1');
  });

  it('prints a fix only for what is not in order', () => {
    expect(
      formatFindings(
        [
          { check: 'node', status: 'ok', message: 'Node.js 20.20.2', fix: 'never shown' },
          { check: 'memory', status: 'warning', message: 'little memory', fix: 'close something' },
          { check: 'port 9090', status: 'failed', message: 'port 9090 is taken', fix: 'kill 1' },
        ],
        plain,
      ),
    ).toBe('✔ Node.js 20.20.2\n! little memory\n  → close something\n✖ port 9090 is taken\n  → kill 1');
  });

  it('counts', () => {
    expect([countText(0, 'volume'), countText(1, 'volume'), countText(2, 'volume')]).toEqual(['0 volumes', '1 volume', '2 volumes']);
    expect(mebibyteText(90_116_096)).toBe('86 MiB');
  });

  it.each([
    ['127.0.0.1', 'http://127.0.0.1:9090'],
    ['0.0.0.0', 'http://127.0.0.1:9090'],
    ['::', 'http://[::1]:9090'],
    ['fe80::1', 'http://[fe80::1]:9090'],
  ])('reaches what listens on %s', (publishedAddress, expected) => {
    const config = defineEnvironment('dev', { target: { kind: 'docker', publishedAddress } });
    const endpoint = { name: 'http', port: 9090, protocol: 'http', zones: [], publishedPort: 9090 } as const;
    expect(publishedUrl({ config, components: [], edges: [], releases: [] }, endpoint)).toBe(expected);
  });
});

describe('status', () => {
  const limit = 1_073_741_824;

  it('is a table', () => {
    expect(
      formatStatus([
        { component: 'prometheus', state: 'running', health: 'healthy', ports: [9090], memoryBytes: 90_116_096, memoryLimitBytes: limit },
        { component: 'loki', state: 'absent', ports: [], memoryLimitBytes: limit },
      ]),
    ).toBe(
      [
        'COMPONENT   STATE    HEALTH   PORTS  MEMORY',
        'prometheus  running  healthy  9090   86 MiB of 1024 MiB (8 %)',
        'loki        absent   -        -      -',
      ].join('\n'),
    );
  });

  it('is well only when it runs and nothing says otherwise', () => {
    const well = { component: 'loki', state: 'running', ports: [], memoryLimitBytes: limit };
    expect([well, { ...well, health: 'starting' }, { ...well, health: 'unhealthy' }, { ...well, state: 'restarting' }].map(isWell)).toEqual(
      [true, true, false, false],
    );
  });

  it('counts memory as docker stats does', () => {
    const stats = (memory: object) => ({ memory_stats: memory }) as Parameters<typeof memoryOf>[0];
    expect(memoryOf(stats({ usage: 100, stats: { inactive_file: 30 } }))).toBe(70);
    expect(memoryOf(stats({ usage: 100, stats: { total_inactive_file: 20 } }))).toBe(80);
    expect(memoryOf(stats({}))).toBe(0);
  });
});

describe('judge', () => {
  const NOW = 100_000;
  const running = { status: 'running', restarting: false, restarts: 0, exitCode: 0, startedAt: NOW - 10_000 };
  const verdict = (container: Parameters<typeof judge>[1], answers?: boolean, before = 0): string => {
    const { state, reason } = judge('loki', container, answers, before, NOW);
    return `${state}: ${reason}`;
  };

  it('believes the health endpoint before the health check', () => {
    expect(verdict({ ...running, health: 'starting' }, true)).toBe('ready: answers');
    expect(verdict({ ...running, health: 'healthy' }, false)).toBe('waiting: its health endpoint does not answer yet');
  });

  it('believes the health check before the clock', () => {
    expect(verdict({ ...running, health: 'healthy' })).toBe('ready: healthy');
    expect(verdict({ ...running, health: 'unhealthy' })).toBe('waiting: its health check says unhealthy');
  });

  it('gives what has neither time to fail', () => {
    expect(verdict({ ...running, startedAt: NOW - 1_000 })).toBe('waiting: has just started');
    expect(verdict(running)).toBe('ready: runs');
  });

  it('forgives two restarts, and not those of long ago', () => {
    expect(verdict({ ...running, restarts: 2, restarting: true, exitCode: 1 })).toBe(
      'waiting: ended with exit code 1 and is started again',
    );
    expect(verdict({ ...running, restarts: 3, exitCode: 137 })).toBe(
      'failed: keeps ending with exit code 137 (killed: its memory limit may be too low)',
    );
    expect(verdict({ ...running, restarts: 9 }, undefined, 9)).toBe('ready: runs');
  });

  it('fails what is not there', () => {
    expect(verdict(undefined)).toBe('failed: its container does not exist');
    expect(verdict({ ...running, status: 'exited', exitCode: 2 })).toBe('failed: is exited, with exit code 2');
    expect(exitText(1)).toBe('exit code 1');
  });
});
