import { at, isRecord, type Json, records, same, text } from '../lenient';
import type { Risk } from '../model';
import { baseValue, type Comparison, componentNamed, deliveryNamed, headValue, isChanged, listed, type RiskRule } from './context';

/** What is away while it restarts, and what that costs; what a drained node takes away; what keeps a deployment from coming through. */
export const downtimeRisks: RiskRule = (comparison) => [
  ...restarts(comparison),
  ...fewerReplicas(comparison),
  ...secretsSource(comparison),
  ...state(comparison),
];

/** A component whose program ends and starts again. */
interface Restart {
  readonly name: string;
  readonly product: string;
  /** Whether other instances go on meanwhile. */
  readonly isCovered: boolean;
}

function restarts(comparison: Comparison): readonly Risk[] {
  const restarting = restartsOf(comparison);
  const told = restarting.flatMap((restart) => restartRisk(restart, comparison) ?? []);
  const others = restarting.filter(({ product, isCovered }) => !isCovered && !(product in AWAY)).map(({ name }) => name);
  if (others.length === 0) return told;
  const subject = others.length === 1 ? `component ${others[0]}` : 'exporters';
  const verb = others.length === 1 ? 'restarts' : 'restart';
  return [
    ...told,
    { kind: 'downtime', severity: 'low', subject, text: `${listed(others)} ${verb}: a scrape or two of what they say is missing.` },
  ];
}

/** The components that restart: on Docker those of a container, on Kubernetes those of a release in which something differs. */
function restartsOf({ base, head, changes }: Comparison): readonly Restart[] {
  const names = changes.resources
    .filter(({ effect }) => effect === 'restart' || effect === 'rollout')
    .flatMap(({ component }) => (component === undefined ? [] : componentsBehind(component, base, head, changes.files)));
  return [...new Set(names)].flatMap((name) => {
    const [before, after] = [componentNamed(base, name), componentNamed(head, name)];
    // What was not there is not missed.
    if (before === undefined || after === undefined) return [];
    return [{ name, product: text(after['product']), isCovered: podsOf(base, name) > 1 && podsOf(head, name) > 1 }];
  });
}

const podsOf = (platform: unknown, component: string): number =>
  Number(at(deliveryNamed(platform, component), 'workload', 'replicas', 'min') ?? 1);

function componentsBehind(name: string, base: unknown, head: unknown, files: Comparison['changes']['files']): readonly string[] {
  if (componentNamed(head, name) !== undefined && deliveryNamed(head, name) === undefined) return [name];
  const release = records(at(head, 'releases')).find((candidate) => text(candidate['name']) === name);
  if (release === undefined) return [name];
  const delivered = records(release['delivers']).map((component) => text(component['name']));
  const touched = delivered.filter(
    (component) => files.some((file) => file.component === component) || hasOtherShape(component, base, head),
  );
  return touched.length > 0 ? touched : delivered;
}

const SHAPE = ['resources', 'image', 'endpoints'] as const;

const hasOtherShape = (component: string, base: unknown, head: unknown): boolean => {
  const shapeOf = (platform: unknown): string => {
    const plan = componentNamed(platform, component);
    return JSON.stringify([SHAPE.map((key) => plan?.[key]), at(deliveryNamed(platform, component), 'workload')]);
  };
  return shapeOf(base) !== shapeOf(head);
};

/** What is missing while an instance of a product is away. */
const AWAY: Readonly<Record<string, { readonly severity: Risk['severity']; readonly text: (comparison: Comparison) => string }>> = {
  'otel-collector': {
    severity: 'medium',
    text: () => 'for some seconds it takes no telemetry. SDKs try again; what they give up on is lost.',
  },
  prometheus: {
    severity: 'low',
    text: () => 'it scrapes nothing and no alert fires until it has read its write-ahead log, which takes seconds to minutes.',
  },
  alertmanager: { severity: 'low', text: () => 'alerts are some seconds late: Prometheus sends them again.' },
  loki: { severity: 'low', text: (comparison) => storeText(comparison, 'Logs') },
  tempo: { severity: 'low', text: (comparison) => storeText(comparison, 'Traces') },
  jaeger: { severity: 'low', text: (comparison) => storeText(comparison, 'Traces') },
  grafana: { severity: 'low', text: () => 'dashboards cannot be opened for some seconds.' },
  'otel-sampler': { severity: 'low', text: () => 'traces wait in the gateways meanwhile.' },
  'otel-collector-agent': { severity: 'low', text: () => 'logs of containers wait in their files meanwhile.' },
};

function storeText(comparison: Comparison, what: string): string {
  const tolerance = text(baseValue(comparison, 'otelCollector.outageTolerance'));
  const queue = tolerance === '' ? '' : ` New ones wait in the queue of the collector, for up to ${tolerance}.`;
  return `${what.toLowerCase()} cannot be queried until it is ready.${queue}`;
}

function restartRisk({ name, product, isCovered }: Restart, comparison: Comparison): Risk | undefined {
  const away = AWAY[product];
  if (away === undefined) return undefined;
  const waiting = undecided(comparison, name);
  if (isCovered && waiting === '') return undefined;
  const said = isCovered
    ? `${name} restarts one instance after the other.${waiting}`
    : `${name} restarts: ${away.text(comparison)}${waiting}`;
  return { kind: 'downtime', severity: isCovered ? 'low' : away.severity, subject: `component ${name}`, text: said };
}

/** Traces wait in memory until they are decided about. */
function undecided({ base }: Comparison, component: string): string {
  const samples = records(componentNamed(base, component)?.['files']).some((file) =>
    isRecord(at(file, 'data', 'processors', 'tail_sampling')),
  );
  const wait = text(at(base, 'config', 'sampling', 'traces', 'decisionWait')) || '10s';
  return samples ? ` The traces of the last ${wait}, which wait for their sampling decision in memory, are lost.` : '';
}

/** One pod has no disruption budget: it would keep its node from ever being drained. */
function fewerReplicas({ base, head }: Comparison): readonly Risk[] {
  return head.releases.flatMap(({ delivers }) =>
    delivers.flatMap(({ name, workload }): readonly Risk[] => {
      const before = podsOf(base, name);
      if (deliveryNamed(base, name) === undefined || workload.replicas.min >= before) return [];
      const subject = replicasSubject(componentNamed(head, name), name);
      if (workload.replicas.min > 1) return [];
      const said = `${name} has one instance instead of ${before}: when its node is drained or lost, it is away until another node runs it, and its disruption budget goes.`;
      return [{ kind: 'downtime', severity: 'medium', subject, text: said }];
    }),
  );
}

const REPLICAS: Readonly<Record<string, string>> = {
  prometheus: 'prometheus.replicas',
  alertmanager: 'alertmanager.replicas',
  loki: 'loki.replicas',
  'otel-collector': 'otelCollector.replicas',
};

const replicasSubject = (component: Json | undefined, name: string): string =>
  REPLICAS[text(component?.['product'])] ?? `component ${name}`;

/** Who makes the Secrets. */
function secretsSource(comparison: Comparison): readonly Risk[] {
  const path = 'target.secrets.kind';
  if (!isChanged(comparison, path) || headValue(comparison, path) === undefined) return [];
  const said =
    headValue(comparison, path) === 'existing'
      ? 'Secrets are made by somebody else instead of Terraform, which deletes its own: pods do not start until each is there again under its name.'
      : 'Terraform makes the Secrets instead of somebody else: it fails on those that exist already. Delete them first; pods that run keep theirs.';
  return [{ kind: 'downtime', severity: 'medium', subject: path, text: said }];
}

/** Without its state Terraform would create everything a second time. */
function state(comparison: Comparison): readonly Risk[] {
  const places = [baseValue(comparison, 'target.kind'), headValue(comparison, 'target.kind')];
  const [before, after] = [stateOf(baseValue(comparison, 'state'), places[0]), stateOf(headValue(comparison, 'state'), places[1])];
  const [from, to] = [text(before['kind']), text(after['kind'])];
  if (comparison.base === undefined || same(before, after)) return [];
  const said = `The state of Terraform ${from === to ? `moves to another place (${to})` : `moves from ${from} to ${to}`}: move it with terraform init -migrate-state before the next deployment. Without its state Terraform creates everything a second time, and fails on the names that are taken.`;
  return [{ kind: 'downtime', severity: 'high', subject: 'state', text: said }];
}

/** Where the state is when nothing is said: beside cdktf.json for Docker, in a Secret of the cluster for Kubernetes. */
const stateOf = (state: unknown, target: unknown): Json =>
  isRecord(state) ? state : target === 'kubernetes' ? { kind: 'kubernetes', namespace: 'default' } : { kind: 'local' };
