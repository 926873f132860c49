import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { imageName, images } from '../../config/versions';
import type { ComponentPlan, Zone } from '../../constructs/core/component';
import { PART_OF } from '../../constructs/core/labels';
import { environmentPrefix, resourceName } from '../../constructs/core/naming';
import { textOf } from '../../constructs/core/native';
import type { Platform } from '../../constructs/core/platform';
import { zonesOf } from '../../constructs/core/topology';
import { containerAttributes, networkAttachments } from '../../constructs/targets/docker-container';
import type { EnginePaths } from '../../constructs/targets/engine-paths';
import { asWritten, containerFlags, flag, quote } from './docker-flags';

/** What a script is made for. */
export interface ScriptInput {
  readonly platform: Platform;
  readonly engine: EnginePaths;
  /** Values of the given secrets, by name. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Where the script and the files that it copies are written. */
  readonly folder: string;
}

/**
 * Writes the shell script that somebody has who deploys the same containers without a tool: the same networks, mounts, files,
 * limits, hardening and health checks, from the same attributes, made one after another by the engine's own command line.
 *
 * @returns the path of the script
 */
export function writeShellScript(input: ScriptInput): string {
  const { platform, folder } = input;
  const zones = [...new Set(platform.components.flatMap((plan) => zonesOf(plan, platform.components)))];
  const networks = zones.map((zone) => [
    ...['network', 'create', ...internal(zone), ...flag('--label', labelOf(platform))],
    resourceName(platform.config, zone),
  ]);
  const commands = [...networks, ...platform.components.flatMap((plan) => componentCommands(input, plan))];
  const path = join(folder, 'deploy.sh');
  writeFileSync(path, `${['#!/bin/sh', 'set -eu', ...commands.map(dockerLine)].join('\n')}\n`);
  return path;
}

const dockerLine = (words: readonly string[]): string => `docker ${words.map(quote).join(' ')} >/dev/null`;

const labelOf = ({ config }: Platform): string => `${PART_OF}=${environmentPrefix(config)}`;

/** As the target has it: nothing in these networks has business with the internet. */
const internal = (zone: Zone): readonly string[] => (zone === 'access' || zone === 'services' ? [] : ['--internal']);

/** Words of the docker commands that make and start one container. Writes its files. */
function componentCommands(input: ScriptInput, plan: ComponentPlan): readonly (readonly string[])[] {
  const { platform, engine } = input;
  const { config } = platform;
  if (config.target.kind !== 'docker') throw new Error('only a Docker environment can be deployed by a shell script');
  const attributes = containerAttributes(config, config.target, plan, engine);
  const [first, ...others] = networkAttachments(config, plan, zonesOf(plan, platform.components));
  const network = first === undefined ? [] : ['--network', first.name, ...first.aliases.flatMap((alias) => flag('--network-alias', alias))];
  const [entrypoint, ...entryArguments] = attributes.entrypoint ?? [];
  const words = [...entryArguments, ...(attributes.command ?? [])].map(asWritten);
  const files = stageFiles(input, plan);
  return [
    ...volumeOwnerCommands(platform, plan),
    ['create', ...containerFlags(attributes, plan), ...network, ...flag('--entrypoint', entrypoint), imageName(plan.image), ...words],
    ...(files === undefined ? [] : [['cp', `${files}/.`, `${attributes.name}:/`]]),
    ...others.map(({ name, aliases }) => [
      'network',
      'connect',
      ...aliases.flatMap((alias) => flag('--alias', alias)),
      name,
      attributes.name,
    ]),
    ['start', attributes.name],
  ];
}

function volumeOwnerCommands(platform: Platform, { name, storage }: ComponentPlan): readonly (readonly string[])[] {
  if (storage?.owner === undefined) return [];
  const mount = `type=volume,source=${resourceName(platform.config, name)},target=${storage.path}`;
  const chown = ['chown', `${storage.owner.user}:${storage.owner.group}`, storage.path];
  const options = ['--rm', '--network', 'none', ...flag('--label', labelOf(platform)), ...flag('--mount', mount)];
  return [['run', ...options, imageName(images.busybox), ...chown]];
}

/** Lays out a component's files as they are to be in its container. */
function stageFiles({ secrets, folder }: ScriptInput, plan: ComponentPlan): string | undefined {
  const root = join(folder, plan.name);
  const files = [
    ...plan.files.map((file) => ({ path: file.path, content: textOf(file) })),
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
