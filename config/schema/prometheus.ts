import * as z from 'zod';
import { durationOfAtLeast, durationSchema, portSchema } from '../units';
import { extraArgumentsSchema } from './overrides';
import { remoteWriteSchema } from './remote-write';
import { resourcesSchema } from './resources';
import { volumeSizeSchema } from './storage';

export const prometheusSchema = z
  .strictObject({
    enabled: z.boolean().default(true).describe('Whether metrics are stored and rules evaluated.'),
    port: portSchema.default(9090).describe('Port on the host, on the published address.'),
    scrapeInterval: durationOfAtLeast('1s', 'a shorter interval loads every target for nothing')
      .default('15s')
      .describe('How often every target is scraped.'),
    scrapeTimeout: durationOfAtLeast('1s', 'a slower target counts as down')
      .default('10s')
      .describe('How long a scrape may take; at most the interval.'),
    evaluationInterval: durationOfAtLeast('1s', 'rules read what scrapes have written')
      .default('15s')
      .describe('How often recording and alerting rules are evaluated.'),
    outOfOrderTimeWindow: durationSchema
      .default('30m')
      .describe('How old a sample may be that arrives late; longer where otelCollector.outageTolerance is more than an hour.'),
    resources: resourcesSchema({
      // The head block of some 100,000 series and the rule evaluation need more than the starting point.
      limits: { memory: '1GiB', cpu: 1 },
    }),
    replicas: z.int().min(1).max(4).default(1).describe('Instances on Kubernetes, each with all data; two survive the loss of a node.'),
    operator: z
      .strictObject({
        resources: resourcesSchema({
          // It looks at what it is asked for, and writes configurations.
          limits: { memory: '192MiB', cpu: 0.2 },
          reservations: { memory: '64MiB', cpu: 0.05 },
        }),
      })
      .prefault({})
      .describe('The operator that runs Prometheus and Alertmanager on Kubernetes.'),
    volumeSize: volumeSizeSchema,
    remoteWrite: z.array(remoteWriteSchema).default([]).describe('Long-term stores that get every sample, such as Mimir.'),
    extraArgs: extraArgumentsSchema,
  })
  .prefault({});
