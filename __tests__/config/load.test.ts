import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '../../config/errors';
import { FAILURES_VARIABLE, parseFailures } from '../../config/failures';
import { type EnvironmentModule, loadEnvironments } from '../../config/load';

describe('loadEnvironments', () => {
  let folder: string;
  const loaded: string[] = [];
  let overlays: Readonly<Record<string, unknown>> = {};

  const load = async (name: string): Promise<EnvironmentModule> => {
    loaded.push(name);
    return { default: overlays[name] } as EnvironmentModule;
  };
  const files = (...names: readonly string[]): void => {
    for (const name of names) writeFileSync(join(folder, name), 'export default {}');
  };
  const problem = async (): Promise<unknown> =>
    loadEnvironments(folder, load).then(
      () => undefined,
      (error: unknown) => error,
    );

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'o11y-environments-'));
    loaded.length = 0;
    overlays = { dev: {}, staging: { platform: 'shop' }, prod: {} };
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('finds environments by their files alone, in the order of their names', async () => {
    files('staging.ts', 'dev.ts', 'prod.ts', 'dev.d.ts', 'README.md', 'dev.json');
    const environments = await loadEnvironments(folder, load);
    expect(environments.map(({ name, platform }) => [name, platform])).toEqual([
      ['dev', 'o11y'],
      ['prod', 'o11y'],
      ['staging', 'shop'],
    ]);
    expect(loaded).toEqual(['dev', 'prod', 'staging']);
  });

  it('reports the problems of all environments at once', async () => {
    files('dev.ts', 'staging.ts', 'Prod.ts');
    overlays = { dev: { loki: { prot: 1 } }, staging: { sampling: { traces: { ratio: 5 } }, traces: { backend: 'zipkin' } }, Prod: {} };
    const error = await problem();
    expect(error).toBeInstanceOf(ConfigError);
    expect(error).toHaveProperty(
      'message',
      [
        'Prod: name (Prod) must be 1 to 20 lower-case letters, digits and hyphens, starting with a letter: rename its file',
        'dev: loki.prot is not a known key: did you mean "port"?',
        'staging: sampling.traces.ratio (5) must be from 0 to 1: 0.1 means 10 %',
        'staging: traces.backend (zipkin) must be "tempo", "jaeger" or "none"',
      ].join('\n'),
    );
  });

  it('writes problems to a file where it is told to, and loads the others', async () => {
    files('dev.ts', 'prod.ts', 'staging.ts');
    overlays = { dev: { loki: { prot: 1 } }, staging: {} };
    process.env[FAILURES_VARIABLE] = join(folder, 'failures.jsonl');
    try {
      const broken = (name: string): Promise<EnvironmentModule> =>
        name === 'prod' ? Promise.reject(new Error('no such service')) : load(name);
      expect((await loadEnvironments(folder, broken)).map(({ name }) => name)).toEqual(['staging']);
      expect(parseFailures(readFileSync(join(folder, 'failures.jsonl'), 'utf8'))).toEqual([
        { environment: 'dev', message: 'dev: loki.prot is not a known key: did you mean "port"?' },
        { environment: 'prod', message: 'no such service' },
      ]);
    } finally {
      delete process.env[FAILURES_VARIABLE];
    }
  });

  it('says what a file lacks', async () => {
    files('dev.ts');
    const lacking = `${join(folder, 'dev.ts')} exports no environment: end it with "export default { … }", or with "export default {}" for one with every default`;
    overlays = {};
    expect(await problem()).toHaveProperty('message', lacking);
    // What a bundler makes of a file without exports.
    writeFileSync(join(folder, 'dev.ts'), '// To be written.\n');
    overlays = { dev: {} };
    expect(await problem()).toHaveProperty('message', lacking);
  });

  it('says that a folder is no environment', async () => {
    files('dev.ts');
    mkdirSync(join(folder, 'prod.ts'));
    expect(await problem()).toHaveProperty(
      'message',
      `${join(folder, 'prod.ts')} is a folder, and an environment is a file: rename the folder, or move it elsewhere`,
    );
  });

  it('says what a folder lacks', async () => {
    expect(await problem()).toEqual(new ConfigError([{ path: folder, rule: 'has no environment: add a file such as dev.ts' }]));
    rmSync(folder, { recursive: true });
    expect(await problem()).toHaveProperty('message', `${folder} has no environment: add a file such as dev.ts`);
    mkdirSync(folder);
  });

  it('lets the error of a file through that does not load', async () => {
    files('dev.ts');
    const broken = new SyntaxError('dev.ts: unexpected end');
    await expect(loadEnvironments(folder, () => Promise.reject(broken))).rejects.toBe(broken);
  });
});
