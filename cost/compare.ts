import type { CostEstimate, CostLine } from './model';

/** A line on both sides of a change; a side is absent when there is no such line. */
export interface LineChange {
  /** Absent for what belongs to no component. */
  readonly component?: string;
  readonly kind: CostLine['kind'];
  readonly before?: CostLine;
  readonly after?: CostLine;
  /** Dollars a month more. */
  readonly difference: number;
}

interface NamedLine {
  readonly key: string;
  readonly component?: string;
  readonly line: CostLine;
}

/** The lines that differ between two estimates, by component, in the order of the first. Pure. */
export function changedLines(before: CostEstimate, after: CostEstimate): readonly LineChange[] {
  const [old, now] = [namedLines(before), namedLines(after)];
  const keys = [...new Set([...old, ...now].map(({ key }) => key))];
  return keys.flatMap((key): readonly LineChange[] => {
    const [one, other] = [old, now].map((lines) => lines.find((line) => line.key === key));
    const named = one ?? other;
    if (named === undefined || isSame(one?.line, other?.line)) return [];
    return [
      {
        ...(named.component === undefined ? {} : { component: named.component }),
        kind: named.line.kind,
        ...(one === undefined ? {} : { before: one.line }),
        ...(other === undefined ? {} : { after: other.line }),
        difference: (other?.line.dollars ?? 0) - (one?.line.dollars ?? 0),
      },
    ];
  });
}

/** Fractions may differ by how they were added up. */
const isSame = (one: CostLine | undefined, other: CostLine | undefined): boolean =>
  one !== undefined && other !== undefined && Math.abs(one.dollars - other.dollars) < 1e-9 && one.because === other.because;

/** Lines of one component have different kinds; of the rest, several may have the same. */
function namedLines({ components, other }: CostEstimate): readonly NamedLine[] {
  const owned = components.flatMap(({ component, lines }) =>
    lines.map((line): NamedLine => ({ key: `${component} ${line.kind}`, component, line })),
  );
  return [
    ...owned,
    ...other.map((line, index): NamedLine => {
      const place = other.slice(0, index).filter(({ kind }) => kind === line.kind).length;
      return { key: ` ${line.kind} ${place}`, line };
    }),
  ];
}
