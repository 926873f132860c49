import { mebibytes } from '../../config/units';
import type { ComponentPlan } from '../../constructs/core/component';
import type { containerAttributes } from '../../constructs/targets/docker-container';

type Attributes = ReturnType<typeof containerAttributes>;

/** The attributes of a container as flags of `docker create`. */
export function containerFlags(attributes: Attributes, plan: ComponentPlan): readonly string[] {
  const { capabilities = {}, healthcheck } = attributes;
  const many = (name: string, values: readonly string[] = []): readonly string[] => values.flatMap((value) => flag(name, value));
  const pairs = (name: string, values: Readonly<Record<string, string>> = {}, separator = '='): readonly string[] =>
    many(
      name,
      Object.entries(values).map(([key, value]) => `${key}${separator}${value}`),
    );
  return [
    ...flag('--name', attributes.name),
    ...flag('--hostname', attributes.hostname),
    ...flag('--restart', attributes.restart),
    ...flag('--user', attributes.user),
    ...flag('--pid', attributes.pidMode),
    ...(attributes.readOnly === true ? ['--read-only'] : []),
    ...many('--cap-drop', capabilities.drop),
    ...many('--cap-add', capabilities.add),
    ...many('--security-opt', attributes.securityOpts),
    ...many('--env', attributes.env?.map(asWritten)),
    ...pairs('--tmpfs', attributes.tmpfs, ':'),
    ...flag('--memory', `${attributes.memory}m`),
    ...flag('--memory-swap', `${attributes.memorySwap}m`),
    ...flag('--memory-reservation', `${mebibytes(plan.resources.reservations.memory)}m`),
    ...flag('--cpus', attributes.cpus),
    ...flag('--cpu-shares', String(attributes.cpuShares)),
    ...flag('--log-driver', attributes.logDriver),
    ...pairs('--log-opt', attributes.logOpts),
    ...many(
      '--publish',
      list(attributes.ports).map(({ ip, external, internal: port, protocol }) => `${ip}:${external}:${port}/${protocol}`),
    ),
    ...many(
      '--mount',
      list(attributes.mounts).map(
        ({ type, source, target, readOnly }) => `type=${type},source=${source},target=${target}${readOnly === true ? ',readonly' : ''}`,
      ),
    ),
    ...many(
      '--label',
      list(attributes.labels).map(({ label, value }) => `${label}=${value}`),
    ),
    ...many(
      '--add-host',
      list(attributes.host).map(({ host, ip }) => `${host}:${ip}`),
    ),
    ...healthFlags(healthcheck),
  ];
}

/** The command line gives a check to a shell. An image without one is checked by its own program, by an absolute path: that is left out. */
function healthFlags(healthcheck: Attributes['healthcheck']): readonly string[] {
  const [, ...test] = healthcheck?.test ?? [];
  if (healthcheck === undefined || test[0]?.startsWith('/') === true) return [];
  return [
    ...flag('--health-cmd', test.map((word) => quote(asWritten(word))).join(' ')),
    ...flag('--health-interval', healthcheck.interval),
    ...flag('--health-timeout', healthcheck.timeout),
    ...flag('--health-retries', String(healthcheck.retries)),
    ...flag('--health-start-period', healthcheck.startPeriod),
  ];
}

export const flag = (name: string, value: string | undefined): readonly string[] => (value === undefined ? [] : [name, value]);

/** The bindings also take a value that Terraform works out later; none of these is. */
const list = <T>(items: readonly T[] | object | undefined): readonly T[] => (Array.isArray(items) ? (items as readonly T[]) : []);

/** The reverse of what the target does for Terraform. */
export const asWritten = (text: string): string => text.replaceAll(/([$%])\1(?=\{)/g, '$1');

/** A word as a shell reads it back. */
export const quote = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);
