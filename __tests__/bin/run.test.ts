import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const RUN = resolve('bin/run.mjs');

const MAIN = `
import { readdirSync } from 'node:fs';
import { greeting } from './text/greeting';
const files = readdirSync('environments', { recursive: true }).filter((file) => file.endsWith('.ts'));
const names = files.map((file) => file.replace('.ts', '')).sort();
const found = await Promise.all(names.map(async (name) => (await import(\`./environments/\${name}.ts\`)).default));
console.log([greeting, ...found, ...process.argv.slice(2)].join(' '));
`;

describe('bin/run.mjs', () => {
  let project: string;

  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), text);
  };
  const run = (...args: string[]): { stdout: string; stderr: string; status: number | null } => {
    const { stdout, stderr, status } = spawnSync(process.execPath, [RUN, ...args], { cwd: project, encoding: 'utf8' });
    return { stdout: stdout.trim(), stderr: stderr.trim(), status };
  };
  /** The bundle that is current: its name tells one build from another. */
  const build = (): string => {
    const cache = join(project, 'node_modules/.cache/o11y');
    const manifest = readdirSync(cache).find((name) => name.endsWith('.json')) ?? '';
    return JSON.parse(readFileSync(join(cache, manifest), 'utf8')).output;
  };

  beforeEach(() => {
    project = mkdtempSync(join(tmpdir(), 'o11y-run-'));
    write('package.json', '{ "name": "project" }');
    write('main.ts', MAIN);
    write('text/greeting/index.ts', `export const greeting: string = 'hello';`);
    write('environments/dev.ts', `export default 'dev';`);
    write('node_modules/library/package.json', '{ "name": "library", "main": "index.js" }');
    write('node_modules/library/index.js', `exports.where = __dirname;`);
    // A file counts as settled a clock tick after it was written; a person's edit is always that old.
    const past = new Date(Date.now() - 5_000);
    for (const path of ['', 'text', 'text/greeting', 'environments', 'package.json']) utimesSync(join(project, path), past, past);
  });
  afterEach(() => rmSync(project, { recursive: true, force: true }));

  const later = (): void => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 30);
  };
  /** Runs twice, because what a run must notice is a difference to a bundle that it would otherwise use. */
  const runTwice = (): string => {
    expect(run('main.ts').stdout).toBe('hello dev');
    const first = build();
    expect(run('main.ts').stdout).toBe('hello dev');
    expect(build()).toBe(first);
    later();
    return first;
  };

  it('bundles once and hands its arguments on', () => {
    runTwice();
    expect(run('main.ts', '--flag', 'value').stdout).toBe('hello dev --flag value');
  });

  it('notices an edit, also one of the same length', () => {
    const first = runTwice();
    write('text/greeting/index.ts', `export const greeting: string = 'hullo';`);
    expect(run('main.ts').stdout).toBe('hullo dev');
    expect(build()).not.toBe(first);
  });

  it('notices a file that joins a glob import, in the folder or below it', () => {
    runTwice();
    write('environments/prod.ts', `export default 'prod';`);
    expect(run('main.ts').stdout).toBe('hello dev prod');
    later();
    write('environments/eu/prod.ts', `export default 'eu-prod';`);
    expect(run('main.ts').stdout).toBe('hello dev eu-prod prod');
  });

  it('notices a file that leaves a glob import', () => {
    write('environments/prod.ts', `export default 'prod';`);
    expect(run('main.ts').stdout).toBe('hello dev prod');
    later();
    rmSync(join(project, 'environments/prod.ts'));
    expect(run('main.ts').stdout).toBe('hello dev');
  });

  it('notices a file that an import now finds first', () => {
    runTwice();
    write('text/greeting.ts', `export const greeting = 'nearer';`);
    expect(run('main.ts').stdout).toBe('nearer dev');
  });

  it('notices another version of a package', () => {
    write('main.ts', `import { where } from 'library'; console.log(where.length > 0);`);
    expect(run('main.ts').stdout).toBe('true');
    const first = build();
    later();
    write('node_modules/library/package.json', '{ "name": "library", "main": "other.js" }');
    write('node_modules/library/other.js', `exports.where = '';`);
    expect(run('main.ts').stdout).toBe('false');
    expect(build()).not.toBe(first);
  });

  it('does not build again for files that only have new times', () => {
    const first = runTwice();
    const now = new Date();
    for (const path of ['main.ts', 'text/greeting/index.ts', 'environments/dev.ts', 'package.json'])
      utimesSync(join(project, path), now, now);
    expect(run('main.ts').stdout).toBe('hello dev');
    expect(build()).toBe(first);
  });

  it('builds again after a manifest that was cut off, and after a bundle that is gone', () => {
    const first = runTwice();
    rmSync(dirname(first), { recursive: true });
    expect(run('main.ts').stdout).toBe('hello dev');
    const cache = join(project, 'node_modules/.cache/o11y');
    const manifest = readdirSync(cache).find((name) => name.endsWith('.json')) ?? '';
    writeFileSync(join(cache, manifest), '{"output": "/');
    expect(run('main.ts').stdout).toBe('hello dev');
  });

  it('gives a bundled package its own folder', () => {
    write('main.ts', `import { where } from 'library'; console.log(where);`);
    expect(run('main.ts').stdout).toBe(join(project, 'node_modules/library'));
  });

  it('leaves no cache behind in a project without node_modules', () => {
    rmSync(join(project, 'node_modules'), { recursive: true });
    expect(run('main.ts').stdout).toBe('hello dev');
    expect(readdirSync(project).sort()).toEqual(['environments', 'main.ts', 'package.json', 'text']);
  });

  it('reports an error in places of the sources, and an invalid configuration by its message alone', () => {
    write('main.ts', `interface Unused {}\n\nthrow new TypeError('broken');\n`);
    const broken = run('main.ts');
    expect(broken).toMatchObject({ status: 1, stdout: '' });
    expect(broken.stderr).toContain('TypeError: broken\n    at main.ts:3:7');
    write('main.ts', `class ConfigError extends Error { override name = 'ConfigError'; }\nthrow new ConfigError('dev: wrong');\n`);
    expect(run('main.ts')).toEqual({ status: 1, stdout: '', stderr: 'dev: wrong' });
  });

  it('says what does not compile and what does not exist', () => {
    write('main.ts', `import './missing';`);
    expect(run('main.ts').stderr).toContain('main.ts:1:7');
    expect(run('other.ts')).toEqual({
      status: 1,
      stdout: '',
      stderr: `other.ts does not exist in ${project}: name the program to run, such as main.ts`,
    });
  });

  it('runs any number of times at once', () => {
    const script = `for n in 1 2 3 4 5; do "$0" "$1" main.ts & done; wait`;
    const { stdout } = spawnSync('sh', ['-c', script, process.execPath, RUN], { cwd: project, encoding: 'utf8' });
    expect(stdout.trim().split('\n')).toEqual(Array(5).fill('hello dev'));
  });

  it('moves with its project', () => {
    runTwice();
    const moved = `${project}-moved`;
    cpSync(project, moved, { recursive: true });
    writeFileSync(join(moved, 'text/greeting/index.ts'), `export const greeting: string = 'moved';`);
    const { stdout } = spawnSync(process.execPath, [RUN, 'main.ts'], { cwd: moved, encoding: 'utf8' });
    rmSync(moved, { recursive: true });
    expect(stdout.trim()).toBe('moved dev');
  });
});
