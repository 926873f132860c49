import type { Platform } from '../../constructs/core/platform';
import { maskText } from '../plan/mask';
import { type PlannedResource, sensitiveTexts, type TerraformPlan, withoutTexts } from '../terraform/plan';

/** What is no longer as a deployment left it. */
export interface Drift {
  readonly environment: string;
  readonly resources: readonly DriftedResource[];
}

export interface DriftedResource {
  readonly address: string;
  /** For people: `container prometheus`. */
  readonly name: string;
  readonly change: 'gone' | 'stopped' | 'paused' | 'changed';
  readonly attributes: readonly DriftedAttribute[];
}

/** A value that somebody else has set. Secrets are masked. */
export interface DriftedAttribute {
  /** `memory`, `labels.team`. */
  readonly path: string;
  /** As it was deployed; absent when there was none. */
  readonly deployed?: string;
  /** As it is. */
  readonly real?: string;
}

/** The attributes that the stack sets, by address: those that Terraform decides about. */
export type Configured = ReadonlyMap<string, ReadonlySet<string>>;

/** What is known beside Terraform's plan. */
export interface Deployed {
  readonly configured: Configured;
  /** Containers that are paused, by their component: their provider takes them for running. */
  readonly paused?: readonly string[];
}

/**
 * What the stack leaves to its default and a person can change from outside.
 *
 * @see https://docs.docker.com/reference/cli/docker/container/update/
 */
const WATCHED: Readonly<Record<string, readonly string[]>> = {
  docker_container: [
    'must_run',
    'restart',
    'memory',
    'memory_reservation',
    'memory_swap',
    'cpus',
    'cpu_shares',
    'cpu_set',
    'cpu_quota',
    'cpu_period',
  ],
};

/** Units of attributes that are plain numbers. */
const UNITS: Readonly<Record<string, string>> = { memory: 'MiB', memory_reservation: 'MiB', memory_swap: 'MiB', cpus: 'CPUs' };

/** The attributes that a stack sets. Pure. @param stack `cdk.tf.json` */
export function configuredIn(stack: string): Configured {
  const { resource = {} } = JSON.parse(stack) as { readonly resource?: Readonly<Record<string, Readonly<Record<string, object>>>> };
  return new Map(
    Object.entries(resource).flatMap(([type, resources]) =>
      Object.entries(resources).map(([name, body]) => {
        const set = Object.keys(body).filter((key) => key !== 'lifecycle' && key !== 'depends_on' && !ignored(body).includes(key));
        return [`${type}.${name}`, new Set([...set, ...(WATCHED[type] ?? [])])] as const;
      }),
    ),
  );
}

function ignored(body: object): readonly string[] {
  const { ignore_changes: names } = ('lifecycle' in body ? body.lifecycle : {}) as { readonly ignore_changes?: unknown };
  return Array.isArray(names) ? names.map(String) : [];
}

/**
 * What a refresh-only plan says that a person means by drift: a resource that is gone, or a value of the configuration that is another
 * one. Not what a provider finds out or writes in another way, such as an address, or an empty list for none. Pure.
 */
export function driftOf(
  { config }: Pick<Platform, 'config'>,
  plan: TerraformPlan,
  { configured, paused = [] }: Deployed,
  environment: NodeJS.ProcessEnv,
): Drift {
  const secrets = sensitiveTexts(plan);
  const hide: Hide = (text) => maskText(withoutTexts(text, secrets), environment);
  const differing = plan.resource_drift.flatMap((resource) => driftedResource(resource, configured.get(resource.address), hide));
  const standing = paused.map((name) => `docker_container.${name}`);
  const resources = [
    ...differing.filter(({ address, attributes }) => !standing.includes(address) || attributes.length > 0),
    ...standing.map(
      (address, index): DriftedResource => ({ address, name: `container ${paused[index]}`, change: 'paused', attributes: [] }),
    ),
  ];
  return { environment: config.name, resources: resources.toSorted((a, b) => a.address.localeCompare(b.address)) };
}

/** A text without its secrets. */
type Hide = (text: string) => string;

function driftedResource(
  { address, mode, type, name, change }: PlannedResource,
  configured: ReadonlySet<string> | undefined,
  hide: Hide,
): readonly DriftedResource[] {
  if (mode !== 'managed') return [];
  const drifted = { address, name: `${kindName(type)} ${name}` };
  if (change.actions.includes('delete')) return [{ ...drifted, change: 'gone', attributes: [] }];
  const [before, after] = [record(change.before), record(change.after)];
  // A resource that the configuration no longer has is still deployed: all of it is compared.
  const names = Object.keys({ ...before, ...after }).filter((key) => configured?.has(key) ?? true);
  const stopped = names.includes('must_run') && before['must_run'] === true && after['must_run'] === false;
  const hidden = { ...record(change.before_sensitive), ...record(change.after_sensitive) };
  const attributes = names
    .filter((key) => key !== 'must_run')
    .flatMap((key) => differences(key, before[key], after[key]))
    .map(({ path, deployed, real }) => shown(path, deployed, real, isMarked(hidden[path.split('.')[0] ?? '']), hide));
  if (!stopped && attributes.length === 0) return [];
  return [{ ...drifted, change: stopped ? 'stopped' : 'changed', attributes }];
}

interface Difference {
  readonly path: string;
  readonly deployed: unknown;
  readonly real: unknown;
}

/**
 * The values that differ, at the deepest key of an object or of a block that is there once; any other list is compared as a set, since
 * providers keep no order.
 */
function differences(path: string, deployed: unknown, real: unknown): readonly Difference[] {
  if (canonical(deployed) === canonical(real)) return [];
  const [before, after] = [block(deployed), block(real)];
  if (!isRecord(before) || !isRecord(after)) return [{ path, deployed, real }];
  return Object.keys({ ...before, ...after })
    .map((key) => [key, `${path}.${key}`] as const)
    .filter(([, place]) => !COUNTED_BY_KUBERNETES.has(place))
    .flatMap(([key, place]) => differences(place, before[key], after[key]));
}

/** What the API server changes with every edit and every status, and nobody configures. */
const COUNTED_BY_KUBERNETES: ReadonlySet<string> = new Set(['metadata.generation', 'metadata.resource_version', 'metadata.uid']);

/** Terraform has blocks in lists, also those that there is one of. */
const block = (value: unknown): unknown => (Array.isArray(value) && value.length === 1 ? value[0] : value);

/** A value as text, the same for those that mean the same: nothing is an empty list, map or text, zero and false. */
function canonical(value: unknown): string {
  if (value === null || value === undefined || value === '' || value === 0 || value === false) return '';
  if (Array.isArray(value)) return value.length === 0 ? '' : `[${value.map(canonical).sort().join(',')}]`;
  if (!isRecord(value)) return JSON.stringify(value);
  const entries = Object.entries(value)
    .map(([key, item]) => [key, canonical(item)] as const)
    .filter(([, item]) => item !== '');
  return entries.length === 0
    ? ''
    : `{${entries
        .map(([key, item]) => `${JSON.stringify(key)}:${item}`)
        .sort()
        .join(',')}}`;
}

function shown(path: string, deployed: unknown, real: unknown, sensitive: boolean, hide: Hide): DriftedAttribute {
  const text = (value: unknown): string => {
    if (sensitive) return '(sensitive value)';
    const plain = typeof value === 'string' ? value : JSON.stringify(value);
    const unit = UNITS[path] === undefined ? '' : ` ${UNITS[path]}`;
    return hide(`${plain}${unit}`);
  };
  return {
    path,
    ...(canonical(deployed) === '' ? {} : { deployed: text(deployed) }),
    ...(canonical(real) === '' ? {} : { real: text(real) }),
  };
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const record = (value: unknown): Readonly<Record<string, unknown>> => (isRecord(value) ? value : {});

/** Whether anything below is marked as sensitive. */
const isMarked = (marks: unknown): boolean =>
  marks === true || (typeof marks === 'object' && marks !== null && Object.values(marks).some(isMarked));

/** `docker_container` is a container, `kubernetes_network_policy_v1` a network policy. */
function kindName(type: string): string {
  if (type === 'helm_release') return 'release';
  if (type === 'terraform_data') return 'generated value';
  return type
    .replace(/^(?:docker|kubernetes)_/, '')
    .replace(/_v\d+$/, '')
    .replaceAll('_', ' ');
}

/** A value that is longer is named, and not shown. */
const LONGEST = 120;

/** For people. Pure. */
export function formatDrift({ environment, resources }: Drift): string {
  if (resources.length === 0) return `${environment}: no drift. Everything is as it was deployed.`;
  return [
    `${environment}: changed outside of Terraform:`,
    ...resources.flatMap(linesOf).map((line) => `  ${line}`),
    `npx o11y plan ${environment} --live shows what a deployment would set right.`,
  ].join('\n');
}

function linesOf({ name, change, attributes }: DriftedResource): readonly string[] {
  const lines = attributes.map((attribute) => `${name}: ${attributeText(attribute)}`);
  switch (change) {
    case 'gone':
      return [`${name}: is gone`];
    case 'stopped':
      return [`${name}: does not run`, ...lines];
    case 'paused':
      return [`${name}: is paused`];
    case 'changed':
      return lines;
  }
}

function attributeText({ path, deployed, real }: DriftedAttribute): string {
  if (Math.max(deployed?.length ?? 0, real?.length ?? 0) > LONGEST) return `${path} is another one`;
  if (deployed === undefined) return `${path} was set to ${real ?? 'nothing'}`;
  return real === undefined ? `${path} was removed (deployed: ${deployed})` : `${path} is ${real}, deployed was ${deployed}`;
}
