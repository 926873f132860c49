/** A part of a document that can be shortened by whole rows: a list or a table. */
export interface Block {
  /** Stands above it: a title, or the head of a table; with a blank line at its end where Markdown wants one. */
  readonly above: readonly string[];
  /** Each is whole by itself: any number of them from the first on can stand alone. */
  readonly rows: readonly string[];
  readonly below: readonly string[];
  /** What the rows are, for the line that says how many are missing: `resources`. */
  readonly noun: string;
}

/** How many rows of each block are shown. */
export type Kept = ReadonlyMap<Block, number>;

const LONGEST_OMISSION = 120;

/** The line in place of rows that were left out. */
const omission = (block: Block, kept: number): string => {
  const missing = block.rows.length - kept;
  return `*${missing} of ${block.rows.length} ${block.noun} left out to fit in a comment*`;
};

/** The lines of a block with its first rows. None for a block without rows. */
export function renderBlock(block: Block, kept: number): readonly string[] {
  if (block.rows.length === 0) return [];
  const rows = block.rows.slice(0, kept);
  if (rows.length === block.rows.length) return [...block.above, ...rows, ...block.below];
  const above = rows.length === 0 ? block.above.filter((line) => !line.startsWith('|')) : block.above;
  // A blank line ends a table or a list.
  return [...above, ...rows, '', omission(block, rows.length), ...block.below];
}

/**
 * How many rows of each block fit: the largest block is halved until all fit, so that small ones stay whole. Pure.
 *
 * @param blocks those that may be shortened
 * @param budget characters, for all of them together
 * @returns the counts, and whether they fit: where not, all are 0
 */
export function shorten(blocks: readonly Block[], budget: number): { readonly kept: Kept; readonly fits: boolean } {
  const states = blocks.map((block) => {
    const frame = [...block.above, ...block.below].reduce((sum, line) => sum + line.length + 1, LONGEST_OMISSION);
    const sums = sumsOf(block.rows);
    return { block, frame: block.rows.length === 0 ? 0 : frame, sums, kept: block.rows.length };
  });
  let total = states.reduce((sum, { frame, sums, kept }) => sum + frame + (sums[kept] ?? 0), 0);
  while (total > budget) {
    const largest = states.reduce((a, b) => ((b.sums[b.kept] ?? 0) > (a.sums[a.kept] ?? 0) ? b : a), states[0] ?? NONE);
    if (largest.kept === 0) break;
    const kept = Math.floor(largest.kept / 2);
    total -= (largest.sums[largest.kept] ?? 0) - (largest.sums[kept] ?? 0);
    largest.kept = kept;
  }
  return { kept: new Map(states.map(({ block, kept }) => [block, kept])), fits: total <= budget };
}

const NONE = { frame: 0, sums: [0], kept: 0, block: { above: [], rows: [], below: [], noun: '' } };

/** Characters of the first n rows with their line ends, for each n from 0. */
function sumsOf(rows: readonly string[]): readonly number[] {
  const sums = [0];
  for (const row of rows) sums.push((sums.at(-1) ?? 0) + row.length + 1);
  return sums;
}
