import * as z from 'zod';
import { portSchema } from '../units';
import { addressSchema, DATABASE_HOST, REDIS_ADDRESS } from './addresses';
import { instanceNameSchema, secretReferenceSchema } from './names';
import { resourcesSchema, SMALL } from './resources';

const redisInstanceSchema = z.strictObject({
  name: instanceNameSchema.describe('Names the exporter: cache gives redis-exporter-cache.'),
  address: addressSchema(REDIS_ADDRESS).describe('Where the server listens, as its exporter sees it: redis://host:port.'),
  password: secretReferenceSchema.optional().describe('The secret that holds the password; absent for a server without one.'),
});

const postgresInstanceSchema = z.strictObject({
  name: instanceNameSchema.describe('Names the exporter: main gives postgres-exporter-main.'),
  host: addressSchema(DATABASE_HOST).describe('Host of the server, as its exporter sees it.'),
  port: portSchema.default(5432).describe('Port of the server.'),
  database: z
    .string()
    .regex(/^[\w-]+$/, { error: 'must be the name of a database' })
    .default('postgres')
    .describe('Database to connect to.'),
  user: z
    .string()
    .regex(/^[\w.-]+$/, { error: 'must be the name of a role' })
    .default('postgres')
    .describe('Role to connect as; pg_monitor is enough.'),
  password: secretReferenceSchema.describe("The secret that holds the role's password."),
  sslMode: z.enum(['disable', 'require', 'verify-ca', 'verify-full']).default('disable').describe('libpq sslmode.'),
});

export const exportersSchema = z
  .strictObject({
    node: z
      .strictObject({
        enabled: z.boolean().default(true).describe('Whether the host is measured (node_exporter).'),
        resources: resourcesSchema(SMALL),
      })
      .prefault({}),
    kubeStateMetrics: z
      .strictObject({
        enabled: z
          .boolean()
          .default(true)
          .describe('Whether the objects of a cluster are measured (kube-state-metrics); on Kubernetes only.'),
        resources: resourcesSchema({
          // It keeps every object that it measures: some 10 KiB a pod.
          limits: { memory: '192MiB', cpu: 0.2 },
          reservations: { memory: '64MiB', cpu: 0.05 },
        }),
      })
      .prefault({}),
    cadvisor: z
      .strictObject({
        enabled: z.boolean().default(true).describe('Whether every container of the host is measured (cAdvisor).'),
        resources: resourcesSchema({
          // It walks the cgroups of every container and keeps two minutes of their history.
          limits: { memory: '256MiB', cpu: 0.3 },
          reservations: { memory: '64MiB', cpu: 0.1 },
        }),
      })
      .prefault({}),
    redis: z.array(redisInstanceSchema).default([]).describe('Redis servers to measure, one redis_exporter each.'),
    postgres: z.array(postgresInstanceSchema).default([]).describe('PostgreSQL servers to measure, one postgres_exporter each.'),
    databaseResources: resourcesSchema(SMALL).describe('Of each redis_exporter and postgres_exporter.'),
    blackbox: z
      .strictObject({
        enabled: z
          .boolean()
          .default(true)
          .describe("Whether every component's health endpoint is probed from outside (blackbox_exporter)."),
        resources: resourcesSchema(SMALL),
      })
      .prefault({}),
  })
  .prefault({});
