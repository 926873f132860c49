import { applyPatch } from 'diff';
import { transformSync } from 'esbuild';
import fc from 'fast-check';
import { patchText } from '../../cli/tune/format';
import { calibrationSource, useCalibration } from '../../tuning/calibration-file';
import { type ConfigEdit, editConfig } from '../../tuning/edit';
import { withValue } from '../../tuning/proposal';

const SOURCE = `import type { EnvironmentOverlay } from '../schema/environment';
import services from '../services';

/** What it is for. */
const dev: EnvironmentOverlay = {
  target: { kind: 'docker' }, // where it runs
  // Everything is kept.
  sampling: { traces: { ratio: 1 /* all */ } },
  services,
  retention: {
    metrics: { time: '30d' },
    traces: \`7d\`, /* a week */
  },
  loki: { ...shared, resources: { limits } },
  'prometheus': ({ replicas: 2 } as const),
};

export default dev;
`;

const edited = (path: string, value: unknown, source = SOURCE): string => {
  const { source: text, refused } = editConfig(source, [{ path: path.split('.'), value }]);
  expect(refused).toEqual([]);
  return text;
};

const line = (text: string, part: string): string => text.split('\n').find((one) => one.includes(part)) ?? '';

describe('an edit of an environment file', () => {
  test('changes a value and nothing else', () => {
    expect(edited('sampling.traces.ratio', 0.1)).toBe(SOURCE.replace('ratio: 1 /*', 'ratio: 0.1 /*'));
    expect(edited('retention.traces', '3d')).toBe(SOURCE.replace('`7d`', "'3d'"));
    expect(edited('prometheus.replicas', 1)).toBe(SOURCE.replace('replicas: 2', 'replicas: 1'));
  });

  test('adds a value on the line of its object', () => {
    expect(line(edited('retention.metrics.size', '20GB'), 'metrics')).toBe("    metrics: { time: '30d', size: '20GB' },");
    expect(line(edited('sampling.traces.keepErrors', false), 'ratio')).toBe(
      '  sampling: { traces: { ratio: 1 /* all */, keepErrors: false } },',
    );
  });

  test('adds a value on a line of its own, after the comments beside the last one', () => {
    expect(edited('retention.logs.total', '30d')).toBe(SOURCE.replace('/* a week */\n', "/* a week */\n    logs: { total: '30d' },\n"));
    expect(edited('capacity.activeSeries', 120_000)).toBe(
      SOURCE.replace('as const),\n', 'as const),\n  capacity: { activeSeries: 120_000 },\n'),
    );
  });

  test('says where a value is spread, computed or elsewhere, and leaves it', () => {
    const { source, refused } = editConfig(SOURCE, [
      { path: ['loki', 'retention', 'x'], value: 1 },
      { path: ['loki', 'resources', 'limits', 'memory'], value: '1GiB' },
      { path: ['services', 'name'], value: 'a' },
      { path: ['sampling', 'traces'], value: 1 },
    ]);
    expect(source).toBe(SOURCE);
    expect(refused).toEqual([
      { path: 'loki.retention.x', line: 14, why: 'retention may come from what is spread or computed here' },
      { path: 'loki.resources.limits.memory', line: 14, why: 'limits is not written out here: it comes from limits' },
      { path: 'services.name', line: 9, why: 'services is not written out here: it comes from services' },
      { path: 'sampling.traces', line: 8, why: 'traces is not a plain value: it is { ratio: 1 /* all */ }' },
    ]);
  });

  test.each([
    ['const x = 1;', 'the file has no default export that is written as an object'],
    ['export default make();', 'the file has no default export that is written as an object'],
    ['export default {', 'the file is no TypeScript: Unexpected token (1:16)'],
  ])('refuses %s', (source, why) => {
    expect(editConfig(source, [{ path: ['a'], value: 1 }])).toEqual({ source, applied: [], refused: [{ path: 'a', why }] });
  });

  test.each([
    ['export default {};', 'export default { a: 1 };'],
    ['export default { /* none */ };', 'export default { /* none */\n  a: 1,\n};'],
    ['export default {\n  b: 2\n};', 'export default {\n  b: 2,\n  a: 1,\n};'],
    ['export default {\r\n  b: 2, // two\r\n};', 'export default {\r\n  b: 2, // two\r\n  a: 1,\r\n};'],
    ['export default { b: 2, };', 'export default { b: 2, a: 1 };'],
  ])('adds to %j', (source, expected) => {
    expect(edited('a', 1, source)).toBe(expected);
  });
});

const COMMENTS = ['', ' // beside it', ' /* a block, with a comma */'];

/** Objects of a few levels, laid out in any way, with comments anywhere. */
const objectText = (depth: number): fc.Arbitrary<string> => {
  const key = fc.constantFrom('a', 'b', 'c', 'limits', "'d-e'");
  const literal = fc.constantFrom('1', "'15d'", '"https://x"', 'true', 'null', '-3', '`t`');
  const value = depth === 0 ? literal : fc.oneof(literal, objectText(depth - 1));
  return fc
    .record({
      members: fc.uniqueArray(fc.tuple(key, value, fc.constantFrom(...COMMENTS), fc.boolean()), {
        selector: ([name]) => name,
        maxLength: 4,
      }),
      lines: fc.boolean(),
      trailing: fc.boolean(),
    })
    .map(({ members, lines, trailing }) => {
      if (members.length === 0) return lines ? '{\n  // nothing yet\n}' : '{}';
      if (!lines) return `{ ${members.map(([name, text]) => `${name}: ${text} /* ${name.length} */`).join(', ')}${trailing ? ',' : ''} }`;
      const rows = members.map(([name, text, comment, above], index) => {
        const comma = trailing || index < members.length - 1 ? ',' : '';
        return `${above ? '  // above it\n' : ''}  ${name}: ${text}${comma}${comment}`;
      });
      return `{\n${rows.join('\n')}\n}`;
    });
};

const load = (source: string): unknown => {
  const { code } = transformSync(source, { loader: 'ts', format: 'cjs' });
  const module = { exports: {} as { default?: unknown } };
  new Function('module', 'exports', code)(module, module.exports);
  return module.exports.default;
};

const commentsOf = (text: string): readonly string[] =>
  (text.match(/\/\/ (?:beside it|above it|nothing yet|first)|\/\* (?:a block, with a comma|\d) \*\//g) ?? []).toSorted();

const edits: fc.Arbitrary<readonly ConfigEdit[]> = fc.array(
  fc.record({
    path: fc.array(fc.constantFrom('a', 'b', 'c', 'limits', 'd-e', 'new'), { minLength: 1, maxLength: 3 }),
    value: fc.constantFrom<unknown>('1GiB', 0.25, 12_345, true, null, "it's", 'a\\b'),
  }),
  { minLength: 1, maxLength: 4 },
);

test('a patch gives exactly the proposed values, and keeps every comment', () => {
  fc.assert(
    fc.property(objectText(2), edits, fc.boolean(), (object, wanted, named) => {
      const before = named ? `// first\nconst x = ${object};\nexport default x;\n` : `// first\nexport default ${object} as const;\n`;
      const { source, applied } = editConfig(before, wanted);
      const patch = patchText({
        before,
        after: source,
        tuning: {
          environment: 'x',
          confidence: { level: 'low', because: '' },
          proposals: [],
          cost: { before: 0, after: 0 },
          notes: [],
          refused: [],
          file: 'x.ts',
        },
      });
      const after = patch === '' ? before : applyPatch(before, patch);
      expect(after).toBe(source);
      expect(load(source)).toEqual(applied.reduce<unknown>((data, { path, value }) => withValue(data, path, value), load(before)));
      expect(commentsOf(source)).toEqual(commentsOf(before));
    }),
    { numRuns: 100 },
  );
});

describe('a calibration', () => {
  test('is a file of its own', () => {
    expect(calibrationSource('dev', { bytesPerSample: 1.5, measuredOver: '6h' })).toBe(
      "/** Measured by `o11y usage dev --write`, which writes this file anew. */\nexport const calibration = {\n  bytesPerSample: 1.5,\n  measuredOver: '6h',\n} as const;\n",
    );
  });

  test('is taken in by the environment once', () => {
    const result = useCalibration(SOURCE, 'dev');
    if (result.kind !== 'edited') throw new Error(result.kind);
    expect(result.source).toContain("import services from '../services';\nimport { calibration } from '../calibration/dev';\n\n");
    expect(result.source).toContain('  capacity: { calibration },\n');
    expect(useCalibration(result.source, 'dev')).toEqual({ kind: 'used' });
  });

  test('tells what to add where it cannot be written', () => {
    expect(useCalibration('export default { ...base };\n', 'dev')).toEqual({
      kind: 'refused',
      why: 'line 1: capacity may come from what is spread or computed here',
      howTo: "  import { calibration } from '../calibration/dev';\n  … capacity: { …, calibration }",
    });
  });
});
