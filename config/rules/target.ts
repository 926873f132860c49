import type { Problem } from '../errors';
import type { Rule } from './rule';

/** What one engine cannot do, it must not be told. */
const dockerHasOneOfEach: Rule = ({ target, prometheus, alertmanager, loki, tempo, otelCollector, state }) => {
  if (target.kind !== 'docker') return [];
  const replicas: readonly (readonly [string, number])[] = [
    ['prometheus.replicas', prometheus.replicas],
    ['alertmanager.replicas', alertmanager.replicas],
    ['loki.replicas', loki.replicas],
    ['otelCollector.replicas.max', otelCollector.replicas.max],
  ];
  const storages = [
    ['loki.storage.kind', loki.storage.kind],
    ['tempo.storage.kind', tempo.storage.kind],
  ] as const;
  return [
    ...replicas.flatMap(([path, value]): readonly Problem[] =>
      value > 1 ? [{ path, value, rule: 'must be 1 on Docker: several instances need target.kind "kubernetes"' }] : [],
    ),
    ...storages.flatMap(([path, value]): readonly Problem[] =>
      value === 'filesystem'
        ? []
        : [{ path, value, rule: 'must be "filesystem" on Docker: object storage needs target.kind "kubernetes"' }],
    ),
    ...(state?.kind === 'kubernetes'
      ? [
          {
            path: 'state.kind',
            value: state.kind,
            rule: 'must be another one on Docker: the state is in a Secret of the cluster that is deployed to',
          },
        ]
      : []),
  ];
};

/** Each instance has its own volume; what one has written the others would not see. */
const severalLokisShareStorage: Rule = ({ target, loki: { replicas, storage } }) =>
  target.kind === 'kubernetes' && replicas > 1 && storage.kind === 'filesystem'
    ? [
        {
          path: 'loki.replicas',
          value: replicas,
          rule: 'must be 1 with loki.storage.kind "filesystem": several instances share object storage, "s3", "gcs" or "azure"',
        },
      ]
    : [];

const leastIsAtMostMost: Rule = ({ otelCollector: { replicas } }) =>
  replicas.min > replicas.max
    ? [
        {
          path: 'otelCollector.replicas.min',
          value: replicas.min,
          rule: `must be at most otelCollector.replicas.max (${replicas.max}): raise that too`,
        },
      ]
    : [];

/** Pod Security is a property of a namespace, and what reads the nodes may do more than the rest. */
const namespacesAreDistinct: Rule = ({ target, state }) => {
  if (target.kind !== 'kubernetes') return [];
  const { namespace, nodeNamespace } = target;
  return [
    ...(namespace === nodeNamespace
      ? [
          {
            path: 'target.nodeNamespace',
            value: nodeNamespace,
            rule: 'must differ from target.namespace: what reads the nodes needs rights that the rest must not have',
          },
        ]
      : []),
    ...(state?.kind === 'kubernetes' && (state.namespace === namespace || state.namespace === nodeNamespace)
      ? [
          {
            path: 'state.namespace',
            value: state.namespace,
            rule: 'must be one that is there before: this one is made by the environment whose state it would hold, and goes with it',
          },
        ]
      : []),
  ];
};

/** What a target can do, and how its parts share it. */
export const targetRules: readonly Rule[] = [dockerHasOneOfEach, severalLokisShareStorage, leastIsAtMostMost, namespacesAreDistinct];
