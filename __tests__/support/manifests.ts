import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadAll, YAML11_SCHEMA } from 'js-yaml';
import type { Release } from '../../constructs/core/release';
import { run } from './tools';

/** The version of Kubernetes that charts see; helm without one takes the newest that it knows. */
export const KUBERNETES_VERSION = '1.36.3';

export interface Probe {
  readonly httpGet?: { readonly path?: string };
  readonly initialDelaySeconds?: number;
  readonly periodSeconds?: number;
  readonly failureThreshold?: number;
}

export interface Probes {
  readonly startupProbe?: Probe;
  readonly livenessProbe?: Probe;
  readonly readinessProbe?: Probe;
}

export interface Container extends Probes {
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
    // Charts write empty documents too.
    return loadAll(stdout, { schema: YAML11_SCHEMA }).filter((document): document is Manifest => document !== null);
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

/** A service, its ports, and whether a workload among the objects has pods that it selects. */
export interface Service {
  readonly name: string;
  readonly ports: readonly number[];
  readonly hasPods: boolean;
}

type Labels = Readonly<Record<string, string>>;

/** The labels of all pods, also of those that an operator makes: https://prometheus-operator.dev/docs/developer/getting-started/ */
const labelsOfPods = (manifests: readonly Manifest[]): readonly Labels[] => [
  ...podsOf(manifests).map(([, { metadata }]) => metadata?.labels ?? {}),
  ...manifests
    .filter(({ kind }) => kind === 'Prometheus' || kind === 'Alertmanager')
    .map(({ kind, metadata }) => ({ 'app.kubernetes.io/name': kind.toLowerCase(), [OWNED_BY[kind] ?? '']: metadata.name })),
];

const OWNED_BY: Readonly<Record<string, string>> = { Prometheus: 'operator.prometheus.io/name', Alertmanager: 'alertmanager' };

/** Every service among objects. */
export function servicesOf(manifests: readonly Manifest[]): readonly Service[] {
  const pods = labelsOfPods(manifests);
  return manifests.flatMap(({ kind, metadata, spec }) => {
    if (kind !== 'Service') return [];
    const { ports = [], selector = {} } = spec as { readonly ports?: readonly { readonly port: number }[]; readonly selector?: Labels };
    const hasPods = pods.some((labels) => Object.entries(selector).every(([key, value]) => labels[key] === value));
    return [{ name: metadata.name, ports: ports.map(({ port }) => port), hasPods }];
  });
}

/** Every `<host>.<namespace>.svc:<port>` in the text of objects, and in what Secrets hold. */
export function addressesIn(
  manifests: readonly Manifest[],
  namespace: string,
): readonly { readonly host: string; readonly port: number }[] {
  const secrets = manifests.filter(({ kind }) => kind === 'Secret').flatMap(({ data = {} }) => Object.values(data));
  const text = [JSON.stringify(manifests), ...secrets.map((value) => Buffer.from(value, 'base64').toString())].join('\n');
  const pattern = new RegExp(`([a-z0-9][a-z0-9.-]*)\\.${namespace}\\.svc(?:\\.cluster\\.local)?\\.?:(\\d+)`, 'g');
  const found = [...text.matchAll(pattern)].map(([, host = '', port = '']) => `${host}:${port}`);
  return [...new Set(found)].map((address) => {
    const [host = '', port = ''] = address.split(':');
    return { host, port: Number(port) };
  });
}

/** Seconds until a container that runs and is not ready is killed; for ever when its liveness asks something else. */
export function patience({ startupProbe, livenessProbe, readinessProbe }: Probes): number {
  const path = readinessProbe?.httpGet?.path;
  const kills = [startupProbe, livenessProbe].filter((probe) => probe !== undefined && probe.httpGet?.path === path);
  // https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/
  const seconds = kills.map((probe) => (probe?.initialDelaySeconds ?? 0) + (probe?.periodSeconds ?? 10) * (probe?.failureThreshold ?? 3));
  return seconds.length === 0 ? Number.POSITIVE_INFINITY : seconds.reduce((sum, one) => sum + one, 0);
}
