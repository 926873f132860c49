import { createHash } from 'node:crypto';
import type { ContainerConfig, ContainerHealthcheck, ContainerLabels, ContainerMounts } from '@cdktf/provider-docker/lib/container';
import type { EnvironmentConfig } from '../../config/schema/environment';
import type { DockerTargetConfig } from '../../config/schema/target';
import { bytes, mebibytes } from '../../config/units';
import type { ComponentPlan, HealthCheck, Zone } from '../core/component';
import { componentLabels } from '../core/labels';
import { resourceName } from '../core/naming';
import { listeningZones, zoneAlias } from './addressing';
import type { EnginePaths } from './engine-paths';
import { escapeTerraform } from './escape';

/** What every container of the platform gets, whatever runs in it. */
const HARDENING = {
  restart: 'unless-stopped',
  capabilities: { drop: ['ALL'] },
  securityOpts: ['no-new-privileges:true'],
} satisfies Partial<ContainerConfig>;

/**
 * Probes are frequent so that a deployment is quick to notice; one costs a few milliseconds of processor time.
 * Spelled as the engine reads them back: 60s would be a change for ever.
 */
const PROBE = { interval: '3s', timeout: '3s', retries: 5, startPeriod: '1m0s' } as const;

/** The attributes of a component's container that follow from its plan alone. Pure. */
export function containerAttributes(
  config: EnvironmentConfig,
  target: DockerTargetConfig,
  plan: ComponentPlan,
  engine: EnginePaths,
): Omit<ContainerConfig, 'image'> {
  const writable = plan.files.length > 0 || plan.secretFiles.length > 0;
  return {
    ...HARDENING,
    name: resourceName(config, plan.name),
    // Not the component's own name: the engine makes a host name known on every network.
    hostname: resourceName(config, plan.name),
    ...(plan.entrypoint === undefined ? {} : { entrypoint: plan.entrypoint.map(escapeTerraform) }),
    ...(plan.args.length === 0 ? {} : { command: plan.args.map(escapeTerraform) }),
    env: Object.entries(plan.environment).map(([name, value]) => `${name}=${escapeTerraform(value)}`),
    ...(plan.user === undefined ? {} : { user: plan.user }),
    ...(plan.capabilities.length === 0 ? {} : { capabilities: { ...HARDENING.capabilities, add: [...plan.capabilities] } }),
    // The engine refuses to copy files into a container whose root is read-only.
    ...(writable ? {} : { readOnly: true, tmpfs: { '/tmp': 'rw,noexec,nosuid,size=16m' } }),
    // The engine adds label=disable by itself beside the host's processes; unsaid, it would be a change for ever.
    ...(plan.hostProcesses === true ? { pidMode: 'host', securityOpts: [...HARDENING.securityOpts, 'label=disable'] } : {}),
    ...limits(plan),
    logDriver: 'json-file',
    logOpts: { 'max-size': String(bytes(target.logRotation.maxSize)), 'max-file': String(target.logRotation.maxFiles) },
    ports: plan.endpoints.flatMap(({ port, publishedPort }) =>
      publishedPort === undefined ? [] : [{ internal: port, external: publishedPort, ip: target.publishedAddress, protocol: 'tcp' }],
    ),
    mounts: mounts(config, plan, engine),
    labels: labels(config, plan),
    ...(plan.healthCheck === undefined ? {} : { healthcheck: healthCheck(plan.healthCheck), wait: true, waitTimeout: 120 }),
    ...(plan.callsServices === true ? { host: [{ host: 'host.docker.internal', ip: 'host-gateway' }] } : {}),
  };
}

function limits({ resources }: ComponentPlan): Partial<ContainerConfig> {
  const memory = mebibytes(resources.limits.memory);
  return {
    memory,
    // Equal to memory: no swap. The engine's own default of twice the memory would be read back as a change.
    memorySwap: memory,
    // With a decimal point, as the provider reads it back.
    cpus: Number.isInteger(resources.limits.cpu) ? resources.limits.cpu.toFixed(1) : String(resources.limits.cpu),
    // The engine's scale, on which 1024 is one core's share when all compete.
    cpuShares: Math.max(2, Math.round(resources.reservations.cpu * 1024)),
  };
}

function mounts(config: EnvironmentConfig, plan: ComponentPlan, engine: EnginePaths): ContainerMounts[] {
  const volume = (name: string, target: string, readOnly: boolean) => ({
    type: 'volume',
    source: resourceName(config, name),
    target,
    readOnly,
  });
  return [
    ...(plan.storage === undefined ? [] : [volume(plan.name, plan.storage.path, false)]),
    ...plan.sharedMounts.map((shared) => volume(shared.name, shared.target, shared.readOnly)),
    ...plan.hostMounts.map((mount) => ({
      type: 'bind',
      source: hostPath(mount.base, mount.path, engine),
      target: mount.target,
      readOnly: true,
    })),
  ];
}

function hostPath(base: ComponentPlan['hostMounts'][number]['base'], path: string, engine: EnginePaths): string {
  switch (base) {
    case 'host':
      return path;
    case 'data-root':
      return path === '' ? engine.dataRoot : `${engine.dataRoot}/${path}`;
    case 'engine-socket':
      return engine.socket;
  }
}

const healthCheck = ({ command }: HealthCheck): ContainerHealthcheck => ({ test: ['CMD', ...command.map(escapeTerraform)], ...PROBE });

function labels(config: EnvironmentConfig, plan: ComponentPlan): ContainerLabels[] {
  const common = componentLabels(config, plan);
  return dockerLabels({ ...common, service: plan.name, tier: 'platform', version: plan.image.tag, ...fingerprints(plan) });
}

/** Labels as the provider takes them. */
export const dockerLabels = (labels: Readonly<Record<string, string>>): ContainerLabels[] =>
  Object.entries(labels).map(([label, value]) => ({ label, value }));

/**
 * The provider plans an edit of a health check, or of what is mounted where, as a change in place that never happens
 * (kreuzwerker/terraform-provider-docker#988); a label replaces the container.
 */
function fingerprints({ healthCheck: probe, storage, sharedMounts, hostMounts }: ComponentPlan): Readonly<Record<string, string>> {
  const mounted = [...(storage === undefined ? [] : [storage.path]), ...sharedMounts, ...hostMounts];
  return {
    ...(probe === undefined ? {} : { 'observability-stacks.dev/health-check': fingerprint(healthCheck(probe)) }),
    ...(mounted.length === 0 ? {} : { 'observability-stacks.dev/mounts': fingerprint(mounted) }),
  };
}

const fingerprint = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 12);

/**
 * The networks of a component. Its name is known where it listens and nowhere else: on a network that it joined to call others, the
 * name would lead its neighbours to an address at which nothing answers.
 */
export function networkAttachments(
  config: EnvironmentConfig,
  plan: ComponentPlan,
  zones: readonly Zone[],
): readonly { readonly name: string; readonly aliases: string[] }[] {
  const listening = plan.endpoints.flatMap(listeningZones);
  return zones.map((zone) => ({
    name: resourceName(config, zone),
    aliases: listening.includes(zone) ? [plan.name, zoneAlias(plan.name, zone)] : [],
  }));
}
