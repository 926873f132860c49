import type { RelabelStep } from './platform';

export type Labels = Readonly<Record<string, string>>;

/** Prometheus' relabelling: anchored expressions, values joined by `;`. Undefined for a target that is dropped. */
export function relabel(steps: readonly RelabelStep[], target: Labels): Labels | undefined {
  let labels: Record<string, string> = { ...target };
  for (const { source_labels = [], regex = '(.*)', action = 'replace', target_label, replacement = '$1' } of steps) {
    const match = new RegExp(`^(?:${regex})$`, 's').exec(source_labels.map((label) => labels[label] ?? '').join(';'));
    if (action === 'keep' && match === null) return undefined;
    if (action === 'drop' && match !== null) return undefined;
    if (action !== 'replace' || match === null || target_label === undefined) continue;
    const value = replacement.replace(/\$(\d)/g, (_, group: string) => match[Number(group)] ?? '');
    labels = { ...labels, [target_label]: value };
  }
  return labels;
}

/** What a target is scraped as. */
export const visible = (labels: Labels | undefined): Labels | undefined =>
  labels && Object.fromEntries(Object.entries(labels).filter(([name]) => !name.startsWith('__meta_')));
