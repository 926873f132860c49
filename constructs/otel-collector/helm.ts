import type { EnvironmentConfig } from '../../config/schema/environment';
import { volumeBytes } from '../../config/sizing';
import { charts } from '../../config/versions';
import { claimSpec } from '../core/claim';
import type { ComponentPlan } from '../core/component';
import { componentRelease } from '../core/component-release';
import { restrictedPod, topologySpread } from '../core/kubernetes';
import type { Native } from '../core/native';
import { quantity } from '../core/quantity';
import type { Release } from '../core/release';
import type { ReleaseContext, ReleaseDefinition } from '../core/release-definition';
import { secretVolumes } from '../core/secret-volumes';
import { externalOtlp } from './external';
import { agentRelease } from './helm-agent';
import { entrance } from './helm-entrance';
import { CONFIGURATION, collectorFile, collectorValues, fieldVariable } from './helm-values';
import { meshTelemetry } from './mesh';
import { POD_NAME } from './pod-name';
import { replicasOf } from './tiers';

/** Name of the volume of the queues. It is part of the claim's name, by which an instance finds its queues again. */
const QUEUES = 'queues';

/** The image's own user. */
const USER = 10_001;

/** The gateway, the samplers and the agent: a release each, of one chart. */
export const otelCollectorRelease: ReleaseDefinition = {
  products: ['otel-collector', 'otel-sampler', 'otel-collector-agent'],
  releases: (plans, context) =>
    plans.map((plan) => {
      switch (plan.product) {
        case 'otel-collector-agent':
          return agentRelease(plan, context);
        case 'otel-sampler':
          return queueingRelease(plan, context, samplerValues);
        default:
          return queueingRelease(plan, context, gatewayValues(context));
      }
    }),
};

/** A collector with queues on a volume of its own for each pod. */
function queueingRelease(plan: ComponentPlan, context: ReleaseContext, extra: Native): Release {
  const { config, target } = context;
  const volume = quantity(volumeBytes(config, 'otelCollector'));
  const secrets = secretVolumes(plan);
  return componentRelease(plan, context, {
    chart: charts.otelCollector,
    values: {
      ...collectorValues(context, plan, [fieldVariable(POD_NAME, 'metadata.name')]),
      mode: 'statefulset',
      ...scale(config),
      podSecurityContext: restrictedPod(USER),
      // It calls nobody but other components.
      serviceAccount: { create: true, automountServiceAccountToken: false },
      topologySpreadConstraints: topologySpread(plan.name),
      statefulset: { volumeClaimTemplates: [{ metadata: { name: QUEUES }, spec: claimSpec(target, volume) }] },
      extraVolumes: secrets.volumes,
      extraVolumeMounts: [...(plan.storage === undefined ? [] : [{ name: QUEUES, mountPath: plan.storage.path }]), ...secrets.mounts],
      ...extra,
    },
    kind: 'StatefulSet',
    replicas: replicasOf(config),
    files: { [collectorFile(plan).path]: CONFIGURATION },
    volume,
  });
}

/**
 * Instances by load. They go one at a time: whoever goes leaves its queue on its volume until it is back, so that it should be empty by then,
 * and each change of the samplers splits the traces that wait for a decision at that moment.
 */
function scale(config: EnvironmentConfig): Native {
  const { min, max } = replicasOf(config);
  return {
    replicaCount: min,
    autoscaling: {
      enabled: max > min,
      minReplicas: min,
      maxReplicas: max,
      targetCPUUtilizationPercentage: Math.round(config.otelCollector.replicas.targetCpu * 100),
      behavior: { scaleDown: { stabilizationWindowSeconds: 600, policies: [{ type: 'Pods', value: 1, periodSeconds: 300 }] } },
    },
  };
}

function gatewayValues(context: ReleaseContext): Native {
  const external = externalOtlp(context.config);
  return {
    ...(external === undefined ? {} : entrance(context.config, external)),
    ...(context.target.istio.enabled ? { extraManifests: [meshTelemetry(context.config)] } : {}),
  };
}

/** The name leads to the pods themselves: whoever has a trace chooses the one that decides about it. */
const samplerValues: Native = { service: { clusterIP: 'None' } };
