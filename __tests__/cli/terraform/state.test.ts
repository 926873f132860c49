import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { leftoversOf, remainsOf } from '../../../cli/docker/leftovers';
import type { Stack } from '../../../cli/terraform/stack';
import { readState, recoveryOf } from '../../../cli/terraform/state';

const container = (id: string) => ({ mode: 'managed', type: 'docker_container', name: id, instances: [{ attributes: { id } }] });
const state = (...resources: readonly object[]): string =>
  JSON.stringify({
    version: 4,
    terraform_version: '1.11.4',
    serial: 3,
    lineage: '33dcb0d1-cf3d-6d92-b761-15c28caca081',
    outputs: {},
    resources,
  });

describe('readState', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'o11y-state-'));
    file = join(folder, 'terraform.dev.tfstate');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('takes a file that does not exist for an empty state', () => {
    expect(readState(file).ids.size).toBe(0);
  });

  it('knows containers and networks that were made, and no others', () => {
    const network = { type: 'docker_network', name: 'storage', instances: [{ attributes: { id: 'n' } }] };
    const image = { type: 'docker_image', name: 'i', instances: [{ attributes: { id: 'sha256' } }] };
    const notYetMade = { type: 'docker_container', name: 'loki', instances: [] };
    writeFileSync(file, state(container('c'), network, image, notYetMade));
    expect([...readState(file).ids]).toEqual(['c', 'n']);
  });

  const SAFE = 'It was edited by hand, or a full disk cut it off. Nothing was touched, and the data in the volumes is safe.';

  it.each([
    ['cut off', '{"version": 4, ', 'is no JSON: '],
    ['edited', state().replace('lineage', 'lineag'), 'is no Terraform state: lineage is missing or wrong. '],
    ['empty', '', 'is empty. '],
  ])('names the backup of a state that is %s', (_, text, problem) => {
    writeFileSync(file, text);
    writeFileSync(`${file}.backup`, state());
    const fix = `The state from before the last deployment is in ${file}.backup: bring it back, and deploy again, with\n  cp ${file}.backup ${file}`;
    expect(() => readState(file)).toThrow(`${file} ${problem}`);
    expect(() => readState(file)).toThrow(`${SAFE}\n${fix}`);
  });

  it.each([
    ['there is no backup', undefined, 'There is no FILE.backup'],
    ['the backup is damaged too', 'x', 'FILE.backup is damaged as well'],
  ])('says how to begin anew when %s', (_, backup, problem) => {
    writeFileSync(file, 'x');
    if (backup !== undefined) writeFileSync(`${file}.backup`, backup);
    expect(() => readState(file)).toThrow(
      [
        `${SAFE}`,
        `${problem.replace('FILE', file)}: put the file aside, and let the containers be made again, with`,
        `  mv ${file} ${file}.damaged`,
        'and deploy with --take-over. Generated passwords are made again too; the ones in data volumes stay as they were.',
      ].join('\n'),
    );
  });
});

describe('recoveryOf', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'o11y-recovery-'));
    file = join(folder, 'terraform.dev.tfstate');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('has nothing to do for a whole state, and for none', () => {
    expect(recoveryOf(file)).toBeUndefined();
    writeFileSync(file, state());
    expect(recoveryOf(file)).toBeUndefined();
  });

  it('brings back the backup of a state that was emptied, and touches nothing before it is told to', () => {
    writeFileSync(file, '');
    writeFileSync(`${file}.backup`, state(container('c')));
    const recovery = recoveryOf(file);
    expect([...(recovery?.state.ids ?? [])]).toEqual(['c']);
    expect(readFileSync(file, 'utf8')).toBe('');
    expect(recovery?.restore()).toBe(`${file} is empty: brought back ${file}.backup, and put the damaged one aside as ${file}.damaged.`);
    expect(readFileSync(file, 'utf8')).toBe(state(container('c')));
    expect(readFileSync(`${file}.damaged`, 'utf8')).toBe('');
  });

  it('begins anew when the first run was killed', () => {
    writeFileSync(file, '');
    const recovery = recoveryOf(file);
    expect(recovery?.state.ids.size).toBe(0);
    expect(recovery?.restore()).toBe(`${file} is empty: put aside as ${file}.damaged. There was none before.`);
    expect(readState(file).ids.size).toBe(0);
  });

  it('gives up when the backup is damaged, too', () => {
    writeFileSync(file, '');
    writeFileSync(`${file}.backup`, '{');
    expect(() => recoveryOf(file)).toThrow(`${file}.backup is damaged as well`);
    expect(readFileSync(file, 'utf8')).toBe('');
  });
});

describe('leftoversOf', () => {
  const stack = { stateFile: 'terraform.dev.tfstate' } as Stack;
  const objects = ['grafana', 'loki'].map((name) => ({
    kind: 'container' as const,
    id: `id-${name}`,
    name: `o11y-dev-${name}`,
    ownership: 'own' as const,
  }));
  const knowing = (...ids: readonly string[]) => ({ ids: new Set(ids) });

  it('finds what a deployment that was killed did not note', () => {
    expect(leftoversOf(objects, knowing('id-loki'), stack, 'dev', 'deploy').map(({ name }) => name)).toEqual(['o11y-dev-grafana']);
    expect(leftoversOf(objects, knowing(), stack, 'dev', 'take-over')).toEqual(objects);
    expect(leftoversOf(objects, knowing('id-loki', 'id-grafana'), stack, 'dev', 'take-over')).toEqual([]);
  });

  it("does not touch another folder's deployment", () => {
    expect(() => leftoversOf(objects, knowing(), stack, 'dev', 'deploy')).toThrow(
      [
        '2 containers and networks of this environment exist that terraform.dev.tfstate does not know: o11y-dev-grafana, o11y-dev-loki.',
        'They were deployed from another folder, or the state was lost. Deploy or destroy from that folder; or have them replaced (data volumes stay) with',
        '  npx o11y deploy dev --take-over',
      ].join('\n'),
    );
    expect(() => leftoversOf(objects, knowing(), stack, 'dev', 'destroy')).toThrow(
      'removed (data volumes stay) with\n  npx o11y destroy dev --take-over',
    );
  });

  it('takes networks alone for its own: nobody runs anything on them', () => {
    const networks = [{ kind: 'network' as const, id: 'id-storage', name: 'o11y-dev-storage', ownership: 'own' as const }];
    expect(leftoversOf(networks, knowing(), stack, 'dev', 'deploy')).toEqual(networks);
  });

  it('leaves alone what an older version made and the state does not know, as it may be of another with the same prefix', () => {
    const container = (id: string) => ({ kind: 'container' as const, id, name: `adv-b-c-${id}`, ownership: 'ambiguous' as const });
    const folder = mkdtempSync(join(tmpdir(), 'o11y-leftovers-'));
    const stateFile = join(folder, 'terraform.c.tfstate');
    const known = { type: 'docker_container', name: 'loki', instances: [{ attributes: { id: 'loki' } }] };
    writeFileSync(stateFile, JSON.stringify({ version: 4, serial: 1, lineage: 'a', resources: [known] }));
    try {
      const remains = remainsOf([container('loki'), container('grafana')], { stateFile } as Stack, 'c', true, 'take-over');
      expect(remains.own.map(({ id }) => id)).toEqual(['loki']);
      expect(remains.leftovers).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
