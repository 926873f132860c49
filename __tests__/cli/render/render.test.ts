import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { renderedFiles, writeRendered } from '../../../cli/render';
import { defineEnvironment } from '../../../config/define';
import { resolvePlatform } from '../../../constructs/core/platform';
import { registry } from '../../../constructs/registry';
import { dockerAddressing } from '../../../constructs/targets/addressing';

const platform = resolvePlatform(defineEnvironment('dev', {}), registry, dockerAddressing);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'o11y-render-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const listed = (): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .flatMap((entry) => (entry.isFile() ? [join(entry.parentPath, entry.name).slice(folder.length + 1)] : []))
    .sort();

describe('renderedFiles', () => {
  it('has every file of every component, as its program reads it', () => {
    const files = renderedFiles(platform, []);
    expect(files).toHaveLength(platform.components.reduce((all, component) => all + component.files.length, 0));
    const prometheus = files.find(({ path }) => path === 'prometheus/etc/prometheus/prometheus.yml');
    expect(load(prometheus?.text ?? '')).toMatchObject({ global: { scrape_interval: '15s' } });
  });

  it('has those of a component alone, and refuses a name that none has', () => {
    expect(renderedFiles(platform, ['tempo']).map(({ path }) => path)).toEqual(['tempo/etc/tempo.yaml']);
    expect(() => renderedFiles(platform, ['jaeger'])).toThrow(
      /^component \(jaeger\) must be one of prometheus, .*: others are off in dev$/,
    );
  });
});

describe('writeRendered', () => {
  const file = (path: string, text = path): { readonly path: string; readonly text: string } => ({ path, text });

  it('removes what is no longer rendered, and nothing of others', () => {
    writeRendered(folder, 'dev', [file('loki/config.yaml'), file('tempo/tempo.yaml')], true);
    writeFileSync(join(folder, 'loki/notes.md'), 'mine');
    expect(writeRendered(folder, 'dev', [file('tempo/tempo.yaml', 'new')], true)).toEqual([join(folder, 'tempo/tempo.yaml')]);
    expect(listed()).toEqual(['.o11y-render.json', 'loki/notes.md', 'tempo/tempo.yaml']);
    expect(readFileSync(join(folder, 'tempo/tempo.yaml'), 'utf8')).toBe('new');
  });

  it('leaves the others where only some are written, and remembers them', () => {
    writeRendered(folder, 'dev', [file('loki/config.yaml'), file('tempo/tempo.yaml')], true);
    writeRendered(folder, 'dev', [file('tempo/tempo.yaml')], false);
    expect(listed()).toContain('loki/config.yaml');
    writeRendered(folder, 'dev', [file('tempo/tempo.yaml')], true);
    expect(listed()).not.toContain('loki/config.yaml');
  });

  it('refuses to write over files of others, and writes nothing then', () => {
    mkdirSync(join(folder, 'loki'));
    writeFileSync(join(folder, 'loki/config.yaml'), 'mine');
    expect(() => writeRendered(folder, 'dev', [file('loki/config.yaml'), file('tempo/tempo.yaml')], true)).toThrow(
      /has files of the same names that o11y render did not write: loki\/config\.yaml; move them away, or name another folder with --output$/,
    );
    expect(listed()).toEqual(['loki/config.yaml']);
  });

  it('refuses the folder of another environment, and removes nothing outside of it', () => {
    writeRendered(folder, 'dev', [file('loki/config.yaml')], true);
    expect(() => writeRendered(folder, 'prod', [file('a')], true)).toThrow(
      `output (${folder.length > 60 ? `${folder.slice(0, 57)}...` : folder}) holds what dev is rendered to: name another folder with --output`,
    );
    const outside = join(folder, 'outside');
    mkdirSync(join(folder, 'inner'));
    writeFileSync(outside, 'mine');
    writeFileSync(
      join(folder, 'inner/.o11y-render.json'),
      JSON.stringify({ o11y: 'render', environment: 'dev', files: ['../outside', outside] }),
    );
    writeRendered(join(folder, 'inner'), 'dev', [file('b')], true);
    expect(readFileSync(outside, 'utf8')).toBe('mine');
  });
});
