import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { CommanderError } from 'commander';
import { volumeNames } from '../../cli/docker/volume-names';
import { createProgram } from '../../cli/program';
import { CannotDeployError, CommandError, explain } from '../../cli/terminal/exit';
import { defineEnvironment } from '../../config/define';
import { configError } from '../../config/errors';
import { resolvePlatform } from '../../constructs/core/platform';
import { registry } from '../../constructs/registry';
import { addressingOf } from '../../constructs/targets/addressing';

/** What commander says to arguments: the text, and the exit code. */
async function say(...args: string[]): Promise<{ readonly text: string; readonly exitCode: number }> {
  const program = createProgram();
  let text = '';
  const write = (part: string): void => {
    text += part;
  };
  for (const command of [program, ...program.commands]) command.exitOverride().configureOutput({ writeOut: write, writeErr: write });
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return { text, exitCode: error.exitCode };
    throw error;
  }
  throw new Error('it ran');
}

describe('the program', () => {
  it('has examples for every command', async () => {
    const names = createProgram().commands.map((command) => command.name());
    expect(names).toEqual([
      'start',
      'doctor',
      'synth',
      'plan',
      'deploy',
      'drift',
      'status',
      'verify',
      'usage',
      'tune',
      'password',
      'render',
      'report',
      'cost',
      'service',
      'destroy',
      'purge',
    ]);
    for (const name of names) {
      const { text, exitCode } = await say(name, '--help');
      expect(text).toMatch(/^Usage: o11y [\s\S]*\nExamples:\n {2}(npx o11y|npm start)/);
      expect(exitCode).toBe(0);
    }
  });

  it.each([
    [['deplyo', 'dev'], "error: unknown command 'deplyo'\n(Did you mean deploy?)"],
    [['deploy', 'dev', '--refesh'], "error: unknown option '--refesh'\n(Did you mean --refresh?)"],
    [
      ['deploy', 'dev', '--timeout', '5m'],
      "error: option '--timeout <seconds>' argument '5m' is invalid. must be a whole number of seconds, such as 300",
    ],
    [['deploy'], "error: missing required argument 'environment'"],
  ])('refuses %j', async (args, message) => {
    expect(await say(...args)).toEqual({ text: `${message}\n(o11y --help lists the commands)\n`, exitCode: 1 });
  });

  it('prints a message without a stack outside a project', () => {
    const folder = mkdtempSync(join(tmpdir(), 'o11y-cli-'));
    const { stderr, stdout, status } = spawnSync(process.execPath, [resolve('bin/o11y.mjs'), 'synth'], {
      cwd: folder,
      encoding: 'utf8',
      timeout: 60_000,
    });
    rmSync(folder, { recursive: true, force: true });
    expect({ stderr, stdout, status }).toEqual({
      stderr: '✖ cdktf.json is missing: run the command in the folder of the project\n',
      stdout: '',
      status: 1,
    });
  }, 60_000);
});

describe('explain', () => {
  it('gives messages without stacks for what was foreseen', () => {
    expect(explain(configError('environment', 'x', 'must be one of dev'))).toEqual({
      message: 'environment (x) must be one of dev',
      exitCode: 1,
    });
    expect(explain(new CommandError('Interrupted.', 130))).toEqual({ message: 'Interrupted.', exitCode: 130 });
    expect(explain(new CannotDeployError('no engine'))).toEqual({ message: 'no engine', exitCode: 1 });
    expect(explain(Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' }))).toEqual({
      message:
        'the disk is full: nothing was lost; free some space (docker system df shows what the engine holds) and run the command again',
      exitCode: 1,
    });
    expect(explain(Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }))?.exitCode).toBe(1);
    expect(
      explain(Object.assign(new Error('x'), { statusCode: 409, reason: 'conflict', json: { message: 'volume is in use' } }))?.message,
    ).toBe('the container engine refused: conflict (volume is in use)');
  });

  it('leaves mistakes of this program to its stack', () => {
    expect(explain(new TypeError('x is not a function'))).toBeUndefined();
  });
});

describe('volumeNames', () => {
  it('names every volume once', () => {
    const config = defineEnvironment('dev', { traces: { backend: 'jaeger' }, grafana: { enabled: false } });
    const names = volumeNames(resolvePlatform(config, registry, addressingOf(config)));
    expect(names).toEqual([...new Set(names)].sort());
    expect(names).toEqual(expect.arrayContaining(['o11y-dev-prometheus', 'o11y-dev-loki', 'o11y-dev-container-log-index']));
    expect(names).not.toContain('o11y-dev-grafana');
  });
});
