import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { imageName, images } from '../../config/versions';
import type { ComponentPlan, Zone } from '../../constructs/core/component';
import { PART_OF } from '../../constructs/core/labels';
import { environmentPrefix, resourceName } from '../../constructs/core/naming';
import type { Platform } from '../../constructs/core/platform';
import { zonesOf } from '../../constructs/core/topology';
import { containerAttributes, type EnginePaths, networkAttachments } from '../../constructs/targets/docker-container';

/** A script, and the files that it copies into containers. */
export interface ShellScript {
  readonly path: string;
}

type Attributes = ReturnType<typeof containerAttributes>;

/**
 * Writes the shell script that somebody has who deploys the same containers without a tool: the same networks, mounts, files,
 * limits, hardening and health checks, from the same attributes, made one after another by the engine's own command line.
 */
export function writeShellScript(
  platform: Platform,
  engine: EnginePaths,
  secrets: Readonly<Record<string, string>>,
  folder: string,
): ShellScript {
  const label = `${PART_OF}=${environmentPrefix(platform.config)}`;
  const zones = [...new Set(platform.components.flatMap((plan) => zonesOf(plan, platform.components)))];
  const lines = [
    '#!/bin/sh',
    'set -eu',
    ...zones.map((zone) =>
      command(['docker', 'network', 'create', ...internal(zone), '--label', label, resourceName(platform.config, zone)]),
    ),
    ...platform.components.flatMap((plan) => componentLines(platform, plan, engine, label, stageFiles(plan, secrets, folder))),
  ];
  const path = join(folder, 'deploy.sh');
  writeFileSync(path, `${lines.join('\n')}\n`, { mode: 0o755 });
  return { path };
}

/** As the target has it: nothing in these networks has business with the internet. */
const internal = (zone: Zone): readonly string[] => (zone === 'storage' || zone === 'control' ? ['--internal'] : []);

function componentLines(
  platform: Platform,
  plan: ComponentPlan,
  engine: EnginePaths,
  label: string,
  files: string | undefined,
): readonly string[] {
  const { config } = platform;
  if (config.target.kind !== 'docker') throw new Error('only a Docker environment can be deployed by a shell script');
  const attributes = containerAttributes(config, config.target, plan, engine);
  const [first, ...others] = networkAttachments(config, plan, zonesOf(plan, platform.components));
  const aliases = (network: typeof first): readonly string[] => (network?.aliases ?? []).flatMap((alias) => flag(attach, alias));
  const attach = first === undefined ? '--alias' : '--network-alias';
  const network = first === undefined ? [] : ['--network', first.name, ...aliases(first)];
  const [entrypoint, ...entryArguments] = (attributes.entrypoint ?? []).map(asWritten);
  const create = [
    ...['docker', 'create', ...flags(attributes, plan), ...network],
    ...(entrypoint === undefined ? [] : ['--entrypoint', entrypoint]),
    imageName(plan.image),
    ...entryArguments,
    ...(attributes.command ?? []).map(asWritten),
  ];
  return [
    ...volumeOwnerLine(platform, plan, label),
    command(create),
    ...(files === undefined ? [] : [command(['docker', 'cp', `${files}/.`, `${attributes.name}:/`])]),
    ...others.map(({ name, aliases: names }) =>
      command(['docker', 'network', 'connect', ...names.flatMap((alias) => flag('--alias', alias)), name, attributes.name]),
    ),
    command(['docker', 'start', attributes.name]),
  ];
}

function volumeOwnerLine({ config }: Platform, { name, storage }: ComponentPlan, label: string): readonly string[] {
  if (storage?.owner === undefined) return [];
  const mount = `type=volume,source=${resourceName(config, name)},target=${storage.path}`;
  const owner = `${storage.owner.user}:${storage.owner.group}`;
  return [
    command([
      'docker',
      'run',
      '--rm',
      '--network',
      'none',
      '--label',
      label,
      '--mount',
      mount,
      imageName(images.busybox),
      'chown',
      owner,
      storage.path,
    ]),
  ];
}

/** The attributes of a container as flags of `docker create`. */
function flags(attributes: Attributes, plan: ComponentPlan): readonly string[] {
  const { capabilities = {}, healthcheck } = attributes;
  const many = (name: string, values: readonly string[] = []): readonly string[] => values.flatMap((value) => flag(name, value));
  const pairs = (name: string, values: Readonly<Record<string, string>> = {}, join_ = '='): readonly string[] =>
    many(
      name,
      Object.entries(values).map(([key, value]) => `${key}${join_}${value}`),
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
    ...flag('--memory-reservation', plan.resources.reservations.memory.replace('MiB', 'm')),
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

/** Lays out a component's files as they are to be in its container. */
function stageFiles(plan: ComponentPlan, secrets: Readonly<Record<string, string>>, folder: string): string | undefined {
  const root = join(folder, plan.name);
  const files = [
    ...plan.files,
    ...plan.secretFiles.map(({ path, source, jsonKey }) => {
      const value = secrets[source.name] ?? 'generated-for-the-benchmark';
      return { path, content: jsonKey === undefined ? value : JSON.stringify({ [jsonKey]: value }) };
    }),
  ];
  for (const { path, content } of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content, { mode: 0o444 });
  }
  return files.length === 0 ? undefined : root;
}

const flag = (name: string, value: string | undefined): readonly string[] => (value === undefined ? [] : [name, value]);

/** The bindings also take a value that Terraform works out later; none of these is. */
const list = <T>(items: readonly T[] | object | undefined): readonly T[] => (Array.isArray(items) ? (items as readonly T[]) : []);

/** The reverse of what the target does for Terraform. */
const asWritten = (text: string): string => text.replaceAll(/([$%])\1(?=\{)/g, '$1');

const quote = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);

const command = (words: readonly string[]): string => `${words.map(quote).join(' ')} >/dev/null`;
