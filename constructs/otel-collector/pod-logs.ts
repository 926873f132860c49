import type { EnvironmentConfig } from '../../config/schema/environment';
import type { Native } from '../core/native';
import { lineOperators, READING } from './log-lines';

/** Where the kubelet has the log files of all containers of its node: `<namespace>_<pod>_<uid>/<container>/<restarts>.log`. */
export const POD_LOGS = '/var/log/pods';

/** Variable of the environment with the name of the node. */
export const NODE_NAME = 'K8S_NODE_NAME';

/** The name that a pod gives its application, when it has no label `service`. */
const APPLICATION = 'app.kubernetes.io/name';

/** What makes pods: after it is named what says nothing of its service, as Prometheus names it. These are read off the pod itself. */
const OWNERS = ['k8s.deployment.name', 'k8s.statefulset.name', 'k8s.daemonset.name', 'k8s.cronjob.name', 'k8s.job.name'];

/** The log files of a node's pods. Rotated ones too, as long as they are text: lines written before a rotation may not have been read yet. */
export const podLogFiles = ({ containerLogs }: Pick<EnvironmentConfig, 'containerLogs'>): Native => ({
  include: [`${POD_LOGS}/*/*/*.log*`],
  exclude: [`${POD_LOGS}/*/*/*.gz`, `${POD_LOGS}/*/*/*.tmp`],
  ...READING,
  // A runtime cuts long lines anywhere, also after a space.
  preserve_trailing_whitespaces: true,
  operators: [
    // The formats of containerd and CRI-O, lines in several pieces, and what the path says: namespace, pod and container.
    { type: 'container', id: 'runtime', max_log_size: '1MiB' },
    { type: 'remove', field: 'attributes.logtag', if: 'attributes.logtag != nil' },
    ...lineOperators(containerLogs),
    { type: 'remove', field: 'attributes["log.file.path"]' },
    { type: 'copy', from: 'resource["k8s.container.name"]', to: 'resource["container.name"]' },
  ],
});

/**
 * Names records as on a Docker engine, by the same labels, here of the pod. It watches the pods of its own node, and no other kind of object.
 * https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/processor/k8sattributesprocessor
 */
export const podProcessors: Native = {
  k8s_attributes: {
    auth_type: 'serviceAccount',
    filter: { node_from_env_var: NODE_NAME },
    // Lines that are there already when it starts would have no names otherwise.
    wait_for_metadata: true,
    extract: {
      metadata: ['k8s.node.name', ...OWNERS],
      labels: [
        { tag_name: 'service.name', key: 'service', from: 'pod' },
        { tag_name: APPLICATION, key: APPLICATION, from: 'pod' },
        { tag_name: 'tier', key: 'tier', from: 'pod' },
        { tag_name: 'service.version', key: 'version', from: 'pod' },
      ],
    },
    // Not by its uid: the files of a static pod have the hash of its manifest there.
    pod_association: [
      {
        sources: [
          { from: 'resource_attribute', name: 'k8s.pod.name' },
          { from: 'resource_attribute', name: 'k8s.namespace.name' },
        ],
      },
    ],
  },
  'resource/service': {
    attributes: [
      { key: 'service.name', from_attribute: APPLICATION, action: 'insert' },
      { key: APPLICATION, action: 'delete' },
      ...[...OWNERS, 'k8s.pod.name'].map((owner) => ({ key: 'service.name', from_attribute: owner, action: 'insert' })),
    ],
  },
};
