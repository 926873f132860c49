import { charts } from '../../config/versions';
import type { ComponentPlan } from '../core/component';
import { objectName } from '../core/kubernetes';
import { resourceName } from '../core/naming';
import type { Native } from '../core/native';
import { exactly, type Release } from '../core/release';
import type { ReleaseContext } from '../core/release-definition';
import { CONFIGURATION, collectorFile, collectorValues, fieldVariable } from './helm-values';
import { NODE_NAME } from './pod-logs';

/** What the chart appends to the name of a DaemonSet. */
const CHART_SUFFIX = '-agent';

/**
 * Offsets and the queue are on the node itself, where the log files are: in a volume of the pod a new version of it would read every file of
 * the node from the beginning, and store each line a second time.
 */
const STATE = 'state';

/** The agent: one on every node, whatever else may run there. */
export function agentRelease(plan: ComponentPlan, context: ReleaseContext): Release {
  const { config } = context;
  const name = objectName(config, plan.name);
  const logs = plan.hostMounts.map(({ path, target }, index) => ({ name: `logs-${index}`, path, target }));
  const state = plan.storage === undefined ? [] : [{ name: STATE, mountPath: plan.storage.path }];
  return {
    name: plan.name,
    chart: charts.otelCollector,
    namespace: 'node',
    values: {
      ...collectorValues(context, plan, [fieldVariable(NODE_NAME, 'spec.nodeName')]),
      fullnameOverride: name.slice(0, -CHART_SUFFIX.length),
      mode: 'daemonset',
      podSecurityContext: ROOT,
      serviceAccount: { create: true, name, automountServiceAccountToken: true },
      clusterRole: {
        create: true,
        // Cluster-wide names: other environments of the cluster have theirs.
        name: resourceName(config, plan.name),
        clusterRoleBinding: { name: resourceName(config, plan.name) },
        rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch'] }],
      },
      tolerations: [{ operator: 'Exists', effect: 'NoSchedule' }],
      extraVolumes: [
        ...logs.map(({ name: volume, path }) => ({ name: volume, hostPath: { path, type: 'Directory' } })),
        { name: STATE, hostPath: { path: `/var/lib/${resourceName(config, plan.name)}`, type: 'DirectoryOrCreate' } },
      ],
      extraVolumeMounts: [...logs.map(({ name: volume, target }) => ({ name: volume, mountPath: target, readOnly: true })), ...state],
    },
    delivers: [
      {
        name: plan.name,
        workload: { kind: 'DaemonSet', name, replicas: exactly(1) },
        files: { [collectorFile(plan).path]: CONFIGURATION },
        serviceAccount: name,
      },
    ],
  };
}

/** Log files belong to root, who has no capability here: its own files are all that it reads. */
const ROOT: Native = { runAsUser: 0, runAsGroup: 0, seccompProfile: { type: 'RuntimeDefault' } };
