import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { explain } from '../../../cli/terminal/exit';

const folder = mkdtempSync(join(tmpdir(), 'o11y-exit-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the system says of an attempt. */
function refused(attempt: () => unknown): unknown {
  try {
    attempt();
  } catch (error) {
    return error;
  }
  throw new Error('it was not refused');
}

describe('what the file system refuses', () => {
  const path = (name: string): string => join(folder, name);
  writeFileSync(path('file'), '');
  mkdirSync(path('report.html'));

  it.each([
    [
      'an output that is a folder',
      () => writeFileSync(path('report.html'), ''),
      'report.html cannot be opened: it is a folder: move it away, or name a file',
    ],
    ['a folder that is read', () => readFileSync(path('report.html')), undefined],
    [
      'a folder below a file',
      () => mkdirSync(path('file/cdktf.out')),
      'file/cdktf.out cannot be written: a part of its path is a file, and has to be a folder',
    ],
    [
      'a folder that is not there',
      () => writeFileSync(path('none/plan.md'), ''),
      'none/plan.md cannot be opened: it does not exist, or its folder does not',
    ],
    [
      'a folder that cannot be listed',
      () => readdirSync(path('file')),
      'file cannot be read: a part of its path is a file, and has to be a folder',
    ],
    [
      'a rename onto a folder',
      () => renameSync(path('file'), path('report.html')),
      'report.html cannot be written: it is a folder: move it away, or name a file',
    ],
  ])('%s is said in one line', (_, attempt, message) => {
    const explained = explain(refused(attempt));
    expect(explained?.exitCode).toBe(1);
    expect(explained?.message).not.toMatch(/\n|Error:| at /);
    expect(explained?.message).toBe(
      message === undefined ? 'a file cannot be read: it is a folder: move it away, or name a file' : path(message),
    );
  });

  it('does not hide a mistake of the program', () => {
    expect(explain(new TypeError('x is not a function'))).toBeUndefined();
    expect(explain(Object.assign(new Error('spawn nothing ENOENT'), { code: 'ENOENT', syscall: 'spawn nothing' }))).toBeUndefined();
  });
});
