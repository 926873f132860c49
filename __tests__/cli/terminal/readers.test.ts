import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Need, testWith } from '../../support/needs';

/** Runs the command line in a shell, with its outputs where a person has put them. */
const shell = (command: string) =>
  spawnSync('bash', ['-c', `set -o pipefail; o11y() { "${process.execPath}" "${resolve('bin/o11y.mjs')}" "$@"; }; ${command}`], {
    encoding: 'utf8',
    timeout: 60_000,
  });

const FULL_DEVICE: Need = { missing: existsSync('/dev/full') ? undefined : '/dev/full', inLab: true };

describe('a reader that goes away', () => {
  it.each([
    ['a closed pipe', 'o11y cost --json | true'],
    ['both outputs in a closed pipe', 'o11y cost --json 2>&1 | true'],
    ['errors in a closed pipe', '{ o11y cost --json 2>&1 >/dev/null | true; }'],
    ['no output at all', 'o11y cost --json >&-'],
    ['no output, errors or input', 'o11y cost --json <&- >&- 2>&-'],
  ])('ends nothing: %s', (_, command) => {
    expect(shell(command)).toMatchObject({ stdout: '', stderr: '', status: 0 });
  });

  testWith(FULL_DEVICE, 'is told from a result that is lost', () => {
    const { stderr, status } = shell('o11y cost --json >/dev/full');
    expect({ stderr, status }).toEqual({
      stderr: '✖ The result cannot be written: no space is left where standard output goes\n',
      status: 1,
    });
  });

  testWith(FULL_DEVICE, 'loses the errors, and no exit code', () => {
    expect(shell('o11y cost nowhere 2>/dev/full')).toMatchObject({ stderr: '', status: 1 });
  });
});
