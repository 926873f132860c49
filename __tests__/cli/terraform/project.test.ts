import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesizeProject } from '../../../cli/terraform/project';
import { inOwnFolder } from '../../../cli/terraform/synthesis-folder';

let folder: string;
const before = process.cwd();
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'o11y-project-'));
  process.chdir(folder);
});
afterEach(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true, force: true });
});

/** A project whose program is this. */
function project(program: string): void {
  writeFileSync('cdktf.json', JSON.stringify({ app: `${process.execPath} app.mjs`, output: 'cdktf.out' }));
  writeFileSync(
    'app.mjs',
    `import { mkdirSync, writeFileSync, readdirSync } from 'node:fs'; const out = process.env.CDKTF_OUTDIR;\n${program}`,
  );
}

const DESCRIBE = `mkdirSync(out + '/platforms', { recursive: true });
mkdirSync(out + '/stacks/dev', { recursive: true });
writeFileSync(out + '/stacks/dev/cdk.tf.json', '{}');
writeFileSync(out + '/platforms/dev.json', JSON.stringify({ config: { name: 'dev', pid: process.pid } }));`;

describe('a synthesis', () => {
  it('is whole for each of several at once, and leaves one whole output', async () => {
    // Each looks whether another writes to its folder.
    project(`${DESCRIBE}\nif (readdirSync(out + '/platforms').length !== 1) process.exit(4);`);
    const projects = await Promise.all([1, 2, 3, 4].map(() => synthesizeProject()));
    expect(new Set(projects.map(({ platforms }) => JSON.stringify(platforms))).size).toBe(4);
    expect(readdirSync('cdktf.out').sort()).toEqual(['platforms', 'stacks']);
    expect(JSON.parse(readFileSync('cdktf.out/platforms/dev.json', 'utf8'))).toMatchObject({ config: { name: 'dev' } });
  });

  it('keeps what Terraform has in the folder of a stack, and forgets environments that are gone', async () => {
    project(DESCRIBE);
    mkdirSync('cdktf.out/stacks/dev/.terraform', { recursive: true });
    mkdirSync('cdktf.out/platforms');
    writeFileSync('cdktf.out/platforms/old.json', '{}');
    await synthesizeProject();
    expect(readdirSync('cdktf.out/stacks/dev').sort()).toEqual(['.terraform', 'cdk.tf.json']);
    expect(readdirSync('cdktf.out/platforms')).toEqual(['dev.json']);
  });

  it.each([
    [
      'ends before it has written anything',
      'process.exit(0);',
      'the program of cdktf.json ended well and described no environment (platforms/): a file that it imports calls process.exit, or it does not use synthesize() of this version of the toolkit',
    ],
    [
      'ends without a word',
      'process.exit(3);',
      'the program of cdktf.json ended with exit code 3 and said nothing: look for process.exit in config/ and the files that it imports',
    ],
    [
      'is killed',
      "process.kill(process.pid, 'SIGKILL');",
      /^the program of cdktf.json ended with (the signal SIGKILL|exit code 137) and said nothing: /,
    ],
    [
      'waits for what never comes',
      'await new Promise(() => {});',
      'the program of cdktf.json waits for something that never comes: look for an await without end in config/ and the files that it imports',
    ],
    ['says why', "console.error('dev: retention is wrong'); process.exit(1);", 'dev: retention is wrong'],
  ])('that %s is an error, and the last output stays', async (_, program, message) => {
    project(DESCRIBE);
    await synthesizeProject();
    const last = readFileSync('cdktf.out/platforms/dev.json', 'utf8');
    project(program);
    await expect(synthesizeProject()).rejects.toThrow(message);
    expect(readFileSync('cdktf.out/platforms/dev.json', 'utf8')).toBe(last);
    expect(readdirSync('cdktf.out').sort()).toEqual(['platforms', 'stacks']);
  });

  it('removes what a killed run left an hour ago, and not what another is writing', async () => {
    project(DESCRIBE);
    mkdirSync('cdktf.out/.run-old', { recursive: true });
    mkdirSync('cdktf.out/.run-now');
    const old = Date.now() / 1_000 - 7_200;
    utimesSync('cdktf.out/.run-old', old, old);
    await synthesizeProject();
    expect(readdirSync('cdktf.out').sort()).toEqual(['.run-now', 'platforms', 'stacks']);
  });

  it('leaves nothing of a run that throws', async () => {
    await expect(inOwnFolder('out', async () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(readdirSync('out')).toEqual([]);
  });
});
