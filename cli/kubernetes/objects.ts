import * as z from 'zod';

const strings = z.record(z.string(), z.string()).default({});

/** What every object has. */
const metadataSchema = z.object({
  name: z.string(),
  namespace: z.string().default(''),
  uid: z.string().default(''),
  resourceVersion: z.string().default(''),
  generation: z.number().default(1),
  deletionTimestamp: z.string().optional(),
  labels: strings,
  annotations: strings,
});

/** An object of which only its name and labels matter. */
export const objectSchema = z.object({ kind: z.string().default(''), metadata: metadataSchema });

const conditionSchema = z.object({
  type: z.string(),
  status: z.string(),
  reason: z.string().default(''),
  message: z.string().default(''),
});

const stateSchema = z
  .object({
    waiting: z.object({ reason: z.string().default(''), message: z.string().default('') }).optional(),
    terminated: z.object({ exitCode: z.number(), reason: z.string().default('') }).optional(),
  })
  .default({});

const containerStatusSchema = z.object({
  name: z.string(),
  ready: z.boolean(),
  restartCount: z.number().default(0),
  state: stateSchema,
  lastState: stateSchema,
});

/** https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/ */
export const podSchema = z.object({
  metadata: metadataSchema,
  spec: z.object({
    containers: z.array(
      z.object({
        name: z.string(),
        args: z.array(z.string()).default([]),
        resources: z.object({ requests: strings, limits: strings }).prefault({}),
      }),
    ),
  }),
  status: z
    .object({
      phase: z.string().default('Pending'),
      message: z.string().default(''),
      conditions: z.array(conditionSchema).default([]),
      containerStatuses: z.array(containerStatusSchema).default([]),
      initContainerStatuses: z.array(containerStatusSchema).default([]),
    })
    .prefault({}),
});
export type Pod = z.output<typeof podSchema>;

const number = z.number().default(0);

/** A Deployment, StatefulSet or DaemonSet, as far as it says how many pods are ready. */
export const workloadSchema = z.object({
  kind: z.string(),
  metadata: metadataSchema,
  spec: z.object({ replicas: z.number().default(1) }),
  status: z
    .object({
      observedGeneration: number,
      readyReplicas: number,
      updatedReplicas: number,
      desiredNumberScheduled: number,
      numberReady: number,
      updatedNumberScheduled: number,
      conditions: z.array(conditionSchema).default([]),
    })
    .prefault({}),
});
export type WorkloadObject = z.output<typeof workloadSchema>;

/** A custom resource of the Prometheus operator. */
export const customResourceSchema = z.object({
  kind: z.string(),
  metadata: metadataSchema,
  status: z.object({ conditions: z.array(conditionSchema).default([]) }).prefault({}),
});

/** https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/ */
export const eventSchema = z.object({
  type: z.string().default(''),
  reason: z.string().default(''),
  message: z.string().default(''),
  lastTimestamp: z.string().nullish(),
  eventTime: z.string().nullish(),
  involvedObject: z.object({ kind: z.string().default(''), name: z.string().default('') }),
});

/** A claim of a volume. */
export const claimSchema = z.object({
  metadata: metadataSchema,
  spec: z.object({ storageClassName: z.string().optional(), resources: z.object({ requests: strings }).prefault({}) }),
  status: z.object({ phase: z.string().default('Pending') }).prefault({}),
});

export const nodeSchema = z.object({
  metadata: metadataSchema,
  spec: z.object({ unschedulable: z.boolean().default(false) }).prefault({}),
  status: z.object({ allocatable: strings, conditions: z.array(conditionSchema).default([]) }),
});

export const quotaSchema = z.object({ metadata: metadataSchema, spec: z.object({ hard: strings }).prefault({}) });

export const secretSchema = z.object({ metadata: metadataSchema, data: strings });

/** https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/lease-v1/ */
export const leaseSchema = z.object({ metadata: metadataSchema, spec: z.object({ holderIdentity: z.string().default('') }).prefault({}) });
