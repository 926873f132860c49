import type { EnvironmentConfig } from '../schema/environment';
import type { Rule } from './rule';

const uniqueNames =
  (path: string, names: (config: EnvironmentConfig) => readonly string[]): Rule =>
  (config) => {
    const seen = new Map<string, number>();
    return names(config).flatMap((name, index) => {
      const other = seen.get(name);
      if (other !== undefined) return [{ path: `${path}[${index}].name`, value: name, rule: `must differ from ${path}[${other}].name` }];
      seen.set(name, index);
      return [];
    });
  };

/** How long names may be on a target, and why. */
interface NameLimits {
  readonly platform: number;
  readonly platformReason: string;
  /** Of an exporter's instance, by the start of its component's name: `redis-exporter-`. */
  readonly instance: (prefix: string) => number;
  readonly instanceReason: string;
}

/** A host name, a label of Kubernetes, a Service: https://datatracker.ietf.org/doc/html/rfc1123#section-2 */
const LONGEST_NAME = 63;
const LONGEST_ON_DOCKER = 'otel-collector-volume-owner';

function dockerLimits({ platform, name }: EnvironmentConfig): NameLimits {
  const reason = `names of containers, made of platform, environment and component, have at most ${LONGEST_NAME} characters`;
  return {
    platform: LONGEST_NAME - name.length - 1 - LONGEST_ON_DOCKER.length - 1,
    platformReason: reason,
    instance: (prefix) => LONGEST_NAME - platform.length - name.length - 2 - prefix.length,
    instanceReason: reason,
  };
}

/**
 * The operator runs Alertmanager as a StatefulSet `alertmanager-<platform>-alertmanager`, whose pods have the label
 * `controller-revision-hash`: that name, a hyphen and a hash of at most ten characters. kube-prometheus-stack cuts longer names off.
 * https://github.com/prometheus-community/helm-charts/blob/main/charts/kube-prometheus-stack/templates/_helpers.tpl
 */
const LONGEST_PLATFORM = LONGEST_NAME - 'alertmanager--alertmanager'.length - 1 - 10;

/** https://helm.sh/docs/chart_template_guide/getting_started/ */
const LONGEST_RELEASE = 53;

const kubernetesLimits = ({ platform }: EnvironmentConfig): NameLimits => ({
  platform: LONGEST_PLATFORM,
  platformReason: `names that are made of it on Kubernetes, such as alertmanager-<platform>-alertmanager-<hash>, have at most ${LONGEST_NAME}`,
  instance: (prefix) => Math.min(LONGEST_RELEASE, LONGEST_NAME - platform.length - 1) - prefix.length,
  instanceReason: `names of Services have at most ${LONGEST_NAME} characters, and of Helm releases ${LONGEST_RELEASE}`,
});

const namesFit: Rule = (config) => {
  const limits = config.target.kind === 'docker' ? dockerLimits(config) : kubernetesLimits(config);
  const tooLong = (path: string, value: string, most: number, reason: string) =>
    value.length > most ? [{ path, value, rule: `must be at most ${most} characters long: ${reason}` }] : [];
  const ofPlatform = tooLong('platform', config.platform, limits.platform, limits.platformReason);
  if (ofPlatform.length > 0) return ofPlatform;
  return (['redis', 'postgres'] as const).flatMap((kind) =>
    config.exporters[kind].flatMap(({ name }, index) =>
      tooLong(`exporters.${kind}[${index}].name`, name, limits.instance(`${kind}-exporter-`), limits.instanceReason),
    ),
  );
};

/** Names are told apart, and short enough for what is made of them. */
export const nameRules: readonly Rule[] = [
  uniqueNames('services', (config) => config.services.map((service) => service.name)),
  uniqueNames('exporters.redis', (config) => config.exporters.redis.map((instance) => instance.name)),
  uniqueNames('exporters.postgres', (config) => config.exporters.postgres.map((instance) => instance.name)),
  uniqueNames('alerting.receivers', (config) => config.alerting.receivers.map((receiver) => receiver.name)),
  uniqueNames('alerting.muteTimes', (config) => config.alerting.muteTimes.map((time) => time.name)),
  uniqueNames('prometheus.remoteWrite', (config) => config.prometheus.remoteWrite.map((store) => store.name)),
  namesFit,
];
