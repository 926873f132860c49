import { changedLines } from '../../cost/compare';
import type { CostEstimate, CostLine } from '../../cost/model';

const line = (kind: CostLine['kind'], dollars: number, because = 'so'): CostLine => ({
  kind,
  quantity: dollars,
  unit: 'GiB',
  price: 1,
  dollars,
  because,
});

const estimateOf = (components: Readonly<Record<string, readonly CostLine[]>>, other: readonly CostLine[] = []): CostEstimate => ({
  components: Object.entries(components).map(([component, lines]) => ({ component, lines, total: 0 })),
  other,
  total: 0,
  most: 0,
});

test('lines that differ, by component and kind, and of the rest by their order', () => {
  const before = estimateOf({ loki: [line('cpu', 1), line('memory', 2)], tempo: [line('cpu', 3)] }, [line('egress', 1), line('egress', 2)]);
  const after = estimateOf({ loki: [line('cpu', 1), line('memory', 5)], jaeger: [line('cpu', 4)] }, [
    line('egress', 1),
    line('egress', 0.5),
  ]);
  expect(changedLines(before, after)).toEqual([
    { component: 'loki', kind: 'memory', before: line('memory', 2), after: line('memory', 5), difference: 3 },
    { component: 'tempo', kind: 'cpu', before: line('cpu', 3), difference: -3 },
    { kind: 'egress', before: line('egress', 2), after: line('egress', 0.5), difference: -1.5 },
    { component: 'jaeger', kind: 'cpu', after: line('cpu', 4), difference: 4 },
  ]);
});

test('a line that comes about otherwise at the same price is one that differs', () => {
  const [one, other] = ['2 × 1', '1 × 2'].map((because) => estimateOf({ loki: [line('cpu', 2, because)] })) as [CostEstimate, CostEstimate];
  expect(changedLines(one, one)).toEqual([]);
  expect(changedLines(one, other)).toHaveLength(1);
});
