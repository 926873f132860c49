import { createHash } from 'node:crypto';
import { volumeBytes } from '../../config/sizing';
import { charts } from '../../config/versions';
import { claimSpec } from '../core/claim';
import type { ComponentPlan } from '../core/component';
import { releaseEach } from '../core/component-release';
import { containerEnvironment } from '../core/container-environment';
import {
  deliveredLabels,
  escapeTemplate,
  objectName,
  podLabels,
  RESTRICTED_CONTAINER,
  resourceRequirements,
  restrictedPod,
} from '../core/kubernetes';
import { type Native, textOf } from '../core/native';
import { onlyData, onlyFile } from '../core/plan-file';
import { quantity } from '../core/quantity';
import type { ReleaseContext } from '../core/release-definition';
import { JAEGER_DATA } from './render';

/** Jaeger by its chart. https://github.com/jaegertracing/helm-charts/tree/v2/charts/jaeger */
export const jaegerRelease = releaseEach('jaeger', (plan, context) => ({
  chart: charts.jaeger,
  values: jaegerValues(plan, context),
  kind: 'Deployment',
  files: { [onlyFile(plan).path]: ['userconfig'] },
  volume: quantity(volumeBytes(context.config, 'jaeger')),
}));

/** The user of the image: https://github.com/jaegertracing/jaeger/blob/v2.20.0/cmd/jaeger/Dockerfile */
const USER = 10_001;

const DATA = 'data';

/** Label of pods that changes with their configuration: the chart starts none anew for a new one. */
const CONFIGURATION = 'observability-stacks.dev/configuration';

function jaegerValues(plan: ComponentPlan, context: ReleaseContext): Native {
  const { config } = context;
  const name = objectName(config, plan.name);
  const health = plan.endpoints.filter(({ healthPath }) => healthPath !== undefined);
  return {
    fullnameOverride: name,
    userconfig: onlyData(plan),
    jaeger: {
      image: plan.image,
      args: config.jaeger.extraArgs.map(quoted),
      extraEnv: containerEnvironment(plan),
      resources: resourceRequirements(plan.resources),
      podLabels: { ...podLabels(config, plan.name), [CONFIGURATION]: fingerprint(textOf(onlyFile(plan))) },
      podSecurityContext: restrictedPod(USER),
      securityContext: RESTRICTED_CONTAINER,
      serviceAccount: { automountServiceAccountToken: false },
      service: { extraPorts: health.map((endpoint) => ({ name: endpoint.name, port: endpoint.port, targetPort: endpoint.port })) },
      extraVolumes: [{ name: DATA, persistentVolumeClaim: { claimName: name } }],
      extraVolumeMounts: [{ name: DATA, mountPath: JAEGER_DATA }],
    },
    extraObjects: [claim(name, plan, context)],
  };
}

/** The chart keeps spans in memory and brings no claim. This one outlives the release, as those of a StatefulSet do. */
const claim = (name: string, plan: ComponentPlan, { config, target }: ReleaseContext): Native => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name, labels: deliveredLabels(config, plan.name), annotations: { 'helm.sh/resource-policy': 'keep' } },
  spec: claimSpec(target, quantity(volumeBytes(config, 'jaeger'))),
});

/** An argument as the chart takes it: a template between the quotes of a YAML text. */
const quoted = (argument: string): string => escapeTemplate(JSON.stringify(argument).slice(1, -1));

const fingerprint = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);
