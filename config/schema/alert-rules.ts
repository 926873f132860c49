import * as z from 'zod';
import { byteSizeOfAtLeast, durationOfAtLeast, durationSchema, ratioSchema } from '../units';

/** How bad it is: somebody is woken, somebody looks today, somebody may look. */
export const severitySchema = z.enum(['critical', 'warning', 'info']);

const count = z.number({ error: 'must be a number' }).min(0, { error: 'must be at least 0' }).max(1e12, { error: 'must be at most 1e12' });
const wait = durationOfAtLeast('0s', 'it is a wait');
const window = durationOfAtLeast('1m', 'a rate needs several samples');

const alertNameSchema = z.string().regex(/^[A-Z][A-Za-z0-9]{0,62}$/, { error: 'must be the name of an alert, such as "HighErrorRate"' });

const service = z
  .strictObject({
    downFor: wait.default('1m').describe('How long no instance of a service answers before it is down.'),
    forgottenAfter: window.default('1d').describe('How long after its last instance a service is still missed.'),
    errorRatio: ratioSchema.default(0.1).describe('Share of requests that fail.'),
    errorFor: wait.default('2m').describe('How long that many fail.'),
  })
  .prefault({});

const latency = z
  .strictObject({
    p95: durationOfAtLeast('1ms', 'nothing is faster').default('2s').describe('How long 95 of 100 requests may take at most.'),
    for: wait.default('5m').describe('How long they take longer.'),
  })
  .prefault({});

const database = z
  .strictObject({
    connections: ratioSchema.default(0.8).describe('Share of max_connections that is in use.'),
    transaction: durationOfAtLeast('1s', 'shorter ones are not slow').default('1m').describe('How long a query or transaction may run.'),
    replicationLag: durationOfAtLeast('1s', 'replay is never instant').default('30s').describe('How far a replica may be behind.'),
    deadlocks: count.default(0).describe('Deadlocks in 10 minutes.'),
  })
  .prefault({});

const redis = z
  .strictObject({
    memory: ratioSchema.default(0.9).describe('Share of maxmemory that is in use.'),
    evictionsPerSecond: count.default(1).describe('Keys that are evicted before their time.'),
    hitRatio: ratioSchema.default(0.8).describe('Share of look-ups that find their key, at least.'),
    lookupsPerSecond: count.default(10).describe('Look-ups below which the hit ratio says nothing.'),
  })
  .prefault({});

const security = z
  .strictObject({
    authenticationFailures: count.default(20).describe('Failed logins of a service in 5 minutes.'),
    rateLimited: count.default(100).describe('Requests of a service that a rate limit refused in 5 minutes.'),
    suspicious: count.default(0).describe('Events that a service calls suspicious in 5 minutes.'),
  })
  .prefault({});

const usage = z
  .strictObject({
    unusedFor: window.default('1h').describe('How long a running service has no traffic before it is unused.'),
    engagement: ratioSchema.default(0.5).describe("Share of the requests of the same hour last week below which users' interest is low."),
    requests: count.default(100).describe('Requests in that hour below which a comparison says nothing.'),
  })
  .prefault({});

const aiCost = z
  .strictObject({
    trend: count.default(2).describe("How many times the day's average an hour may cost."),
    dollarsPerHour: count.default(1).describe('Dollars an hour below which no trend matters.'),
  })
  .prefault({});

const efficiency = z
  .strictObject({
    cpu: count.default(0.5).describe('Cores that a service with little traffic may use.'),
    requestsPerSecond: count.default(1).describe('Requests a second below which traffic is little.'),
    used: ratioSchema.default(0.2).describe('Share of what it asks for that a container uses at least in a day.'),
    memory: byteSizeOfAtLeast('1MiB', 'less is not worth a look').default('256MiB').describe('Requests of memory that are worth a look.'),
    requestedCpu: count.default(0.25).describe('Requests of cores that are worth a look.'),
  })
  .prefault({});

const workflow = z
  .strictObject({
    failureRatio: ratioSchema.default(0.1).describe('Share of the runs of a workflow that fail.'),
    failures: count.default(2).describe('Failed runs in 15 minutes that may be chance.'),
  })
  .prefault({});

const host = z
  .strictObject({
    cpu: ratioSchema.default(0.9).describe('Share of its processors that is busy.'),
    memoryAvailable: ratioSchema.default(0.1).describe('Share of its memory that is available, at least.'),
    diskFree: ratioSchema.default(0.1).describe('Share of a file system that is free, at least.'),
    diskFullWithin: window.default('1d').describe('How long a file system lasts at the pace of the last six hours, at least.'),
    clockOffset: durationOfAtLeast('1ms', 'no clock is exact').default('50ms').describe('How far its clock may be off.'),
  })
  .prefault({});

const container = z
  .strictObject({
    memory: ratioSchema.default(0.9).describe('Share of its limit that a container uses.'),
    throttled: ratioSchema.default(0.25).describe('Share of periods in which it waited for processor time.'),
    restarts: count.default(2).describe('Restarts in 15 minutes that may be a deployment.'),
  })
  .prefault({});

const certificates = z
  .strictObject({
    warning: durationSchema.default('14d').describe('How long before its end a certificate should be renewed.'),
    critical: durationSchema.default('3d').describe('How long before its end it must be.'),
  })
  .prefault({});

const platform = z
  .strictObject({
    downFor: wait.default('3m').describe('How long a target does not answer.'),
    queue: ratioSchema.default(0.8).describe("Share of a collector's queue that is full."),
    remoteWriteDelay: durationOfAtLeast('15s', 'samples are sent in batches')
      .default('2m')
      .describe('How far a long-term store is behind.'),
    series: count.default(1.5).describe('How many times capacity.activeSeries there may be.'),
  })
  .prefault({});

const thresholdsSchema = z
  .strictObject({
    service: service.describe('Services.'),
    latency: latency.describe('How fast they answer.'),
    database: database.describe('PostgreSQL servers.'),
    redis: redis.describe('Redis servers.'),
    security: security.describe('Security events.'),
    usage: usage.describe('Traffic of services and users.'),
    aiCost: aiCost.describe('Costs of language models; budgets are in ai.budgets.'),
    efficiency: efficiency.describe('Resources that are paid for and not used.'),
    workflow: workflow.describe('Workflows.'),
    host: host.describe('Hosts.'),
    container: container.describe('Containers.'),
    certificates: certificates.describe('TLS certificates.'),
    platform: platform.describe('The platform itself.'),
  })
  .prefault({});

const overrideSchema = z.strictObject({
  alert: alertNameSchema.describe('Name of the alert.'),
  severity: severitySchema.optional().describe('How bad it is, in place of its own severity.'),
  for: wait.optional().describe('How long its condition holds before it fires, in place of its own wait.'),
  owner: z
    .string()
    .regex(/^[a-zA-Z0-9]([\w.-]{0,61}[a-zA-Z0-9])?$/, { error: 'must be the name of a team, as in the service catalogue' })
    .optional()
    .describe('Who answers for it, in place of its own owner.'),
});

/** The rules that alert. Which of them there are follows from the components that are on. */
export const alertRulesSchema = z
  .strictObject({
    thresholds: thresholdsSchema.describe('Where alerts begin.'),
    disable: z.array(alertNameSchema).default([]).describe('Alerts that there should not be, by name.'),
    override: z.array(overrideSchema).default([]).describe('What is different about single alerts, by name.'),
  })
  .prefault({});

export type Severity = z.output<typeof severitySchema>;
