import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EnvironmentOverlay } from '../../config/schema/environment';
import { GitProject } from './git-project';
import { platformOf } from './platform';

/** Says what the program of the project does, in place of a configuration: each file in envs/ names a fixture, or how it fails. */
const PROGRAM = `
import { appendFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
const { CDKTF_OUTDIR, O11Y_FAILURES, FIXTURES } = process.env;
mkdirSync(CDKTF_OUTDIR + '/platforms', { recursive: true });
for (const file of readdirSync('envs')) {
  const [name, fixture] = [file.replace('.txt', ''), readFileSync('envs/' + file, 'utf8').trim()];
  if (fixture === 'throws') { console.error('main.ts:3:7 does not build'); process.exit(1); }
  if (fixture.startsWith('invalid')) {
    appendFileSync(O11Y_FAILURES, JSON.stringify({ environment: name, message: name + ': ' + fixture }) + '\\n');
    continue;
  }
  const { platform, stack } = JSON.parse(readFileSync(FIXTURES + '/' + fixture, 'utf8'));
  mkdirSync(CDKTF_OUTDIR + '/stacks/' + name, { recursive: true });
  writeFileSync(CDKTF_OUTDIR + '/stacks/' + name + '/cdk.tf.json', JSON.stringify(stack));
  writeFileSync(CDKTF_OUTDIR + '/platforms/' + name + '.json', JSON.stringify({ ...platform, config: { ...platform.config, name } }));
}
`;

/** Real platforms of small configurations, made once, under names. */
export class PlanFixtures {
  private readonly folder = mkdtempSync(join(tmpdir(), 'o11y-fixtures-'));

  constructor(overlays: Readonly<Record<string, EnvironmentOverlay>>) {
    mkdirSync(this.folder, { recursive: true });
    for (const [name, overlay] of Object.entries(overlays)) this.add(name, platformOf(overlay));
    process.env['FIXTURES'] = this.folder;
  }

  /** @param platform anything: an older version may have written less */
  add(name: string, platform: unknown): void {
    writeFileSync(join(this.folder, name), JSON.stringify({ platform, stack: { resource: {} } }));
  }

  remove(): void {
    delete process.env['FIXTURES'];
    rmSync(this.folder, { recursive: true });
  }
}

/** A project whose program takes a few milliseconds. */
export function planProject(): GitProject {
  const project = new GitProject().init();
  project.write({
    'cdktf.json': JSON.stringify({ app: 'node main.mjs' }),
    'main.mjs': PROGRAM,
    '.gitignore': 'node_modules\ncdktf.out\n',
    'package-lock.json': '{}',
  });
  mkdirSync(join(project.folder, 'node_modules/some-package'), { recursive: true });
  return project;
}
