import * as z from 'zod';
import { durationOfAtLeast } from '../units';
import { severitySchema } from './alert-rules';
import { instanceNameSchema, labelNameSchema } from './names';
import type { DeepReadonly } from './readonly';

const text = (what: string, example: string) =>
  z.string({ error: `must be ${what}, such as "${example}"` }).min(1, { error: `must be ${what}, such as "${example}"` });

/** Which alerts: those that agree with everything said; of a list, with one of its values. */
const alertMatchSchema = z.strictObject({
  alerts: z.array(text('the name of an alert', 'HighErrorRate')).default([]).describe('Names of alerts.'),
  severities: z.array(severitySchema).default([]).describe('Their severity.'),
  owners: z.array(text('a team', 'platform')).default([]).describe('The team that answers for them: an owner in the catalogue.'),
  services: z.array(text('a service', 'checkout')).default([]).describe('Services in the catalogue that they are about.'),
  labels: z.record(labelNameSchema, z.string()).default({}).describe('Any other labels, with the value of each.'),
});

/** Waits of a route and of what is below it. */
export const groupWaitSchema = durationOfAtLeast('0s', 'it is a wait');
export const groupIntervalSchema = durationOfAtLeast('1s', 'it is an interval');
export const repeatIntervalSchema = durationOfAtLeast('1m', 'it would flood the receiver');
export const groupBySchema = z.array(labelNameSchema);

/** https://prometheus.io/docs/alerting/latest/configuration/#route */
export const alertRouteSchema = z.strictObject({
  match: alertMatchSchema.prefault({}).describe('Which alerts it takes; all of them when absent.'),
  receiver: instanceNameSchema.describe('Name of the receiver.'),
  continue: z
    .boolean()
    .default(false)
    .describe('Whether the receiver gets a copy only, and the routes below and the default one are tried too.'),
  groupBy: groupBySchema.optional().describe('Instead of alerting.groupBy.'),
  groupWait: groupWaitSchema.optional().describe('Instead of alerting.groupWait.'),
  groupInterval: groupIntervalSchema.optional().describe('Instead of alerting.groupInterval.'),
  repeatInterval: repeatIntervalSchema.optional().describe('Instead of alerting.repeatInterval.'),
  muteTimes: z.array(instanceNameSchema).default([]).describe('Names of the times at which it sends nothing.'),
});

const timeOfDaySchema = z
  .string()
  .regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, { error: 'must be a time of day from "00:00" to "24:00", such as "08:30"' });

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

/** Letters count: Go looks zones up as files. */
const ZONE = /^(UTC|[A-Z][A-Za-z_]*(\/[A-Z][A-Za-z0-9_+-]*){1,2})$/;

function isTimeZone(name: string): boolean {
  if (!ZONE.test(name)) return false;
  try {
    const known = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
    return known === name || known.toLowerCase() !== name.toLowerCase();
  } catch {
    return false;
  }
}

/** A time at which routes are silent. https://prometheus.io/docs/alerting/latest/configuration/#time_interval */
export const muteTimeSchema = z.strictObject({
  name: instanceNameSchema.describe('Names the time, for routes.'),
  timeZone: z
    .string()
    .refine(isTimeZone, { error: 'must be a time zone such as "UTC" or "Europe/Berlin"' })
    .default('UTC')
    .describe('Zone of its clock.'),
  weekdays: z.array(z.enum(WEEKDAYS)).default([]).describe('Days on which it begins; every day when empty.'),
  from: timeOfDaySchema.default('00:00').describe('When it begins.'),
  to: timeOfDaySchema.default('24:00').describe('When it ends; on the next day when that is not after it begins.'),
});

/** Alerts that silence others. https://prometheus.io/docs/alerting/latest/configuration/#inhibit_rule */
export const inhibitionSchema = z
  .strictObject({
    serviceDown: z
      .boolean()
      .default(true)
      .describe("Whether ServiceDown silences what follows from it: the service's other alerts, but for security and cost."),
    nodeDown: z.boolean().default(true).describe('Whether a node that is down silences the alerts of what runs on it.'),
    severity: z.boolean().default(true).describe('Whether an alert silences the less severe one about the same thing.'),
    rules: z
      .array(
        z.strictObject({
          source: alertMatchSchema.describe('Alerts that silence.'),
          target: alertMatchSchema.describe('Alerts that are silenced.'),
          equal: groupBySchema.default([]).describe('Labels in which the two agree.'),
        }),
      )
      .default([])
      .describe('Others.'),
  })
  .prefault({});

export type AlertMatch = DeepReadonly<z.output<typeof alertMatchSchema>>;
export type AlertRoute = DeepReadonly<z.output<typeof alertRouteSchema>>;
export type MuteTime = DeepReadonly<z.output<typeof muteTimeSchema>>;
