import { flagName, flagValue } from '../../config/flags/program';
import { volumeBytes } from '../../config/sizing';
import { charts } from '../../config/versions';
import { podIdentity } from '../core/block-storage';
import { storageClassOf } from '../core/claim';
import type { ComponentPlan } from '../core/component';
import { releaseEach } from '../core/component-release';
import { containerEnvironment } from '../core/container-environment';
import {
  escapeTemplate,
  objectName,
  podLabels,
  priorityClassName,
  RESTRICTED_CONTAINER,
  resourceRequirements,
  restrictedPod,
} from '../core/kubernetes';
import { type Native, textOf } from '../core/native';
import { onlyFile } from '../core/plan-file';
import { quantity } from '../core/quantity';
import type { ReleaseContext } from '../core/release-definition';

/** Tempo by the chart of its single binary. https://github.com/grafana-community/helm-charts/tree/main/charts/tempo */
export const tempoRelease = releaseEach('tempo', (plan, context) => ({
  chart: charts.tempo,
  values: tempoValues(plan, context),
  kind: 'StatefulSet',
  files: { [onlyFile(plan).path]: ['config'] },
  volume: quantity(volumeBytes(context.config, 'tempo')),
}));

/** The user of the image: https://github.com/grafana/tempo/blob/v2.10.8/cmd/tempo/Dockerfile */
const USER = 10_001;

/** Nothing listens there. Only the endpoints may be missing: the chart's templates look inside of each protocol. */
const NO_ENDPOINT = { endpoint: null } as const;

function tempoValues(plan: ComponentPlan, { config, target }: ReleaseContext): Native {
  const name = objectName(config, plan.name);
  const { annotations, labels } = podIdentity(config.tempo.storage);
  return {
    fullnameOverride: name,
    config: escapeTemplate(textOf(onlyFile(plan))),
    tempo: {
      ...plan.image,
      // The program's own default. Ballast counts as memory in use, which a limit below twice that size does not leave room for.
      memBallastSizeMbs: 0,
      // What the service offers follows from these, not from the configuration.
      receivers: {
        jaeger: { protocols: { grpc: NO_ENDPOINT, thrift_binary: NO_ENDPOINT, thrift_compact: NO_ENDPOINT, thrift_http: NO_ENDPOINT } },
        otlp: { protocols: { http: NO_ENDPOINT } },
      },
      // The chart asks whether it is ready, which it is not while it reads a long log after a power failure: it would be killed over and over.
      livenessProbe: { httpGet: { path: '/api/status/buildinfo' } },
      extraArgs: flagsByName(config.tempo.extraArgs),
      extraEnv: containerEnvironment(plan),
      resources: resourceRequirements(plan.resources),
      securityContext: RESTRICTED_CONTAINER,
      extraVolumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
    },
    extraVolumes: [{ name: 'tmp', emptyDir: {} }],
    securityContext: restrictedPod(USER),
    serviceAccount: { automountServiceAccountToken: false, annotations },
    podLabels: { ...podLabels(config, plan.name), ...labels },
    priorityClassName: priorityClassName(config),
    persistence: {
      enabled: true,
      size: quantity(volumeBytes(config, 'tempo')),
      ...storageClassOf(target),
    },
  };
}

/** `-log.level=debug` as the chart takes it: `log.level: debug`. */
const flagsByName = (flags: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    flags.map((flag) => {
      // A switch, which the chart writes with what it has as its value.
      return [flagName(flag), flagValue(flag) ?? 'true'];
    }),
  );
