import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { Release } from '../../constructs/core/release';
import { run } from './tools';

/** The version of Kubernetes that charts see; helm without one takes the newest that it knows. */
export const KUBERNETES_VERSION = '1.36.3';

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly resources?: { readonly limits?: Readonly<Record<string, string>>; readonly requests?: Readonly<Record<string, string>> };
}

export interface PodTemplate {
  readonly metadata?: { readonly labels?: Readonly<Record<string, string>> };
  readonly spec: {
    readonly priorityClassName?: string;
    readonly containers: readonly Container[];
    readonly initContainers?: readonly Container[];
  };
}

/** A rendered object, as far as tests look at it. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: Readonly<Record<string, string>> };
  readonly data?: Readonly<Record<string, string>>;
  readonly stringData?: Readonly<Record<string, string>>;
  readonly spec?: Readonly<Record<string, unknown>> & { readonly template?: PodTemplate };
}

/** What `helm template` makes of a release with a chart of a folder. Starts a process. @throws Error with what helm said */
export function renderChart(release: Release, charts: string, namespace: string): readonly Manifest[] {
  const folder = mkdtempSync(join(tmpdir(), 'o11y-values-'));
  try {
    const values = join(folder, 'values.json');
    writeFileSync(values, JSON.stringify(release.values));
    const { status, output, stdout } = run('helm', [
      ...['template', release.name, join(charts, release.chart.name), '--namespace', namespace],
      ...['--kube-version', KUBERNETES_VERSION, '--values', values],
    ]);
    if (status !== 0) throw new Error(`helm template ${release.name}: ${output}`);
    return parseAllDocuments(stdout, { schema: 'yaml-1.1', logLevel: 'error' }).flatMap((document) => {
      // Charts write empty documents too.
      const manifest = document.toJS() as Manifest | null;
      return manifest === null ? [] : [manifest];
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The pod templates among objects: of workloads. */
export const podsOf = (manifests: readonly Manifest[]): readonly (readonly [string, PodTemplate])[] =>
  manifests.flatMap(({ kind, metadata, spec }) =>
    ['Deployment', 'StatefulSet', 'DaemonSet', 'Job'].includes(kind) && spec?.template !== undefined
      ? [[`${kind} ${metadata.name}`, spec.template] as const]
      : [],
  );

/** The text under a key of a ConfigMap or Secret. @throws Error when no object has it */
export function textIn(manifests: readonly Manifest[], name: RegExp, key: RegExp): string {
  for (const { kind, metadata, data = {}, stringData = {} } of manifests) {
    if (!['ConfigMap', 'Secret'].includes(kind) || !name.test(metadata.name)) continue;
    for (const [entry, text] of Object.entries(stringData)) if (key.test(entry)) return text;
    for (const [entry, text] of Object.entries(data)) {
      if (key.test(entry)) return kind === 'Secret' ? Buffer.from(text, 'base64').toString() : text;
    }
  }
  throw new Error(`no ConfigMap or Secret ${String(name)} with ${String(key)}`);
}
