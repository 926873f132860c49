import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineEnvironment } from '../../config/define';
import { FAILURES_VARIABLE, parseFailures } from '../../config/failures';
import { synthesize } from '../../stacks/synthesize';

describe('synthesis', () => {
  const before = process.env['CDKTF_OUTDIR'];
  let outdir: string;

  beforeEach(() => {
    outdir = mkdtempSync(join(tmpdir(), 'o11y-synthesis-'));
    process.env['CDKTF_OUTDIR'] = outdir;
  });

  afterEach(() => {
    rmSync(outdir, { recursive: true });
    if (before === undefined) delete process.env['CDKTF_OUTDIR'];
    else process.env['CDKTF_OUTDIR'] = before;
  });

  it('writes a stack and a description of every environment', () => {
    synthesize([defineEnvironment('dev', {}), defineEnvironment('prod', { target: { kind: 'kubernetes' } })]);
    expect(readdirSync(join(outdir, 'stacks')).sort()).toEqual(['dev', 'prod']);
    expect(readdirSync(join(outdir, 'platforms')).sort()).toEqual(['dev.json', 'prod.json']);
  });

  it('leaves an environment out that fails, where failures are only to be noted', () => {
    const file = join(outdir, 'failures.jsonl');
    process.env[FAILURES_VARIABLE] = file;
    try {
      const prometheus = defineEnvironment('bad', {
        services: [{ name: 'prometheus', port: 8080, language: 'go', type: 'api', layer: 'backend', owner: 'team' }],
      });
      synthesize([prometheus, defineEnvironment('dev', {})]);
    } finally {
      delete process.env[FAILURES_VARIABLE];
    }
    expect(readdirSync(join(outdir, 'stacks'))).toEqual(['dev']);
    expect(readdirSync(join(outdir, 'platforms'))).toEqual(['dev.json']);
    expect(parseFailures(readFileSync(file, 'utf8'))).toEqual([
      { environment: 'bad', message: expect.stringContaining('is the name of a component of the platform: rename the service') },
    ]);
  });

  it('lets an error out with its stack, and leaves stacks of others alone', () => {
    const twice = defineEnvironment('dev', {});
    let thrown: unknown;
    try {
      synthesize([twice, twice]);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(Error);
    expect(thrown instanceof Error ? thrown.stack : '').toContain('synthesize');
    expect(new Error('later').stack).toContain('synthesize.test');
  });
});
