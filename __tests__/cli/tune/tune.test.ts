import { readFileSync } from 'node:fs';
import { coloursFor } from '../../../cli/terminal/output';
import { formatTuning } from '../../../cli/tune/format';
import { loadSource } from '../../../cli/tune/overlay';
import { parseBudget } from '../../../cli/tune/read';
import { tune } from '../../../cli/tune/tune';
import type { Usage } from '../../../tuning/usage';

const FILE = 'config/environments/prod.ts';
const SOURCE = readFileSync(FILE, 'utf8');
const MIB = 1024 ** 2;
const PLAIN = coloursFor({});

const usage: Usage = {
  version: 1,
  environment: 'prod',
  target: 'kubernetes',
  measuredAt: '2026-01-01T00:00:00.000Z',
  windowSeconds: 604_800,
  coveredSeconds: 604_800,
  ingest: { activeSeries: { now: 40_000, peak: 41_000 } },
  sizes: {},
  components: [
    {
      component: 'prometheus',
      product: 'prometheus',
      memory: { now: 500 * MIB, average: 500 * MIB, peak: 600 * MIB, limit: 2_048 * MIB, reservation: 1_024 * MIB },
    },
  ],
  stores: [],
  missing: [],
};

test('a proposal is in the text of the file, priced, and the rest of the text is as it was', async () => {
  const { after, tuning } = await tune(usage, FILE, SOURCE, { budget: undefined, confidence: 'low' });
  expect(tuning.refused).toEqual([]);
  expect(tuning.proposals.map(({ path, before, after: value }) => [path, before, value])).toEqual([
    ['capacity.activeSeries', 100_000, 41_000],
    ['prometheus.resources.reservations.memory', '1GiB', '640MiB'],
    ['prometheus.resources.limits.memory', '2GiB', '960MiB'],
  ]);
  expect(after).toBe(
    SOURCE.replace('activeSeries: 100_000', 'activeSeries: 41_000').replace(
      /resources: \{ limits: \{ memory: '2GiB', cpu: 1 \}, reservations: \{ memory: '1GiB'/,
      "resources: { limits: { memory: '960MiB', cpu: 1 }, reservations: { memory: '640MiB'",
    ),
  );
  expect(tuning.proposals.reduce((sum, { dollars = 0 }) => sum + dollars, tuning.cost.before)).toBeCloseTo(tuning.cost.after, 6);
  expect(formatTuning(tuning, PLAIN)).toContain('prometheus.resources.limits.memory  2GiB → 960MiB');
});

test('values that the file takes from elsewhere are said with their line', async () => {
  const source = SOURCE.replace('retention: {', 'retention: {')
    .replace(/capacity: \{[^}]*\}/, 'capacity: load')
    .replace('const prod:', 'const load = { activeSeries: 100_000 };\nconst prod:');
  const { tuning } = await tune(usage, FILE, source, { budget: undefined, confidence: 'low' });
  expect(tuning.refused).toMatchObject([{ path: 'capacity.activeSeries', why: 'capacity is not written out here: it comes from load' }]);
  expect(formatTuning(tuning, PLAIN)).toMatch(
    /Not written, as the file computes them:\n {2}config\/environments\/prod\.ts:\d+ capacity\.activeSeries/,
  );
});

test('what was measured for a short time can be left out', async () => {
  const short: Usage = { ...usage, coveredSeconds: 600 };
  const { after, tuning } = await tune(short, FILE, SOURCE, { budget: undefined, confidence: 'medium' });
  expect(after).toBe(SOURCE);
  expect(tuning.notes).toEqual(['3 more with less confidence than medium are not shown.']);
});

test('a file that does not build is not edited', async () => {
  await expect(loadSource('prod', FILE, 'export default {')).rejects.toThrow(/config\/environments\/prod\.ts does not build/);
  await expect(loadSource('prod', FILE, 'export const x = 1;')).rejects.toThrow('config/environments/prod.ts has no default export');
});

test('a budget is a number of dollars', () => {
  expect(parseBudget('$200')).toBe(200);
  expect(() => parseBudget('a lot')).toThrow('--budget a lot: must be a number of dollars a month, such as 200');
});
