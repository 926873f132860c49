import * as z from 'zod';
import { type AddressForm, readAddress } from '../address';
import {
  alertRouteSchema,
  groupBySchema,
  groupIntervalSchema,
  groupWaitSchema,
  inhibitionSchema,
  muteTimeSchema,
  repeatIntervalSchema,
} from './alert-routes';
import { alertRulesSchema } from './alert-rules';
import { instanceNameSchema } from './names';
import { receiverSchema } from './receivers';

/** Alertmanager's own shortest useful beat: what listens raises an alarm after a few that did not come. */
const watchdogSchema = z.strictObject({
  receiver: instanceNameSchema.describe('Name of the receiver that raises an alarm when nothing comes any more.'),
  repeatInterval: repeatIntervalSchema.default('5m').describe('How often it is told that alerting works.'),
});

const RUNBOOKS = 'docs/runbooks';

/** Pages are named behind it: a path of the repository, or an address on the web without a query. */
function runbooksRule(text: string): string | undefined {
  if (!text.includes('://'))
    return FOLDERS.test(text) ? undefined : `must be an address such as "${RUNBOOKS_ON_THE_WEB.example}", or a path such as "${RUNBOOKS}"`;
  const read = readAddress(text, RUNBOOKS_ON_THE_WEB);
  return 'rule' in read ? read.rule : undefined;
}

/** Nothing that would end the path of a link, or would have to be encoded in it. */
const FOLDERS = /^(?:[^\s\p{Cc}\p{Cf}/?#%\\@:]+(?:\/|$))+$/u;

const RUNBOOKS_ON_THE_WEB: AddressForm = {
  example: 'https://wiki.example.com/runbooks',
  schemes: { http: 80, https: 443 },
  port: 'optional',
  path: { pattern: /^\/?$|^\/(?:[^\s\p{Cc}\p{Cf}/?#%\\@:]+(?:\/|$))+$/u, rule: 'must have a path of folders, without a query' },
};

/** Where alerts go. Without receivers they are shown in Alertmanager and Grafana and sent nowhere. */
export const alertingSchema = z
  .strictObject({
    rules: alertRulesSchema.describe('The rules that alert, and their thresholds.'),
    receivers: z.array(receiverSchema).default([]).describe('To whom alerts are sent.'),
    defaultReceiver: instanceNameSchema.optional().describe('Receiver of what no route takes; the first one when absent.'),
    routes: z.array(alertRouteSchema).default([]).describe('Which alerts go where: the first route that takes an alert has it.'),
    muteTimes: z.array(muteTimeSchema).default([]).describe('Times at which routes are silent.'),
    inhibition: inhibitionSchema.describe('Alerts that silence others.'),
    watchdog: watchdogSchema.optional().describe('Where the alert that always fires goes; nowhere when absent.'),
    groupBy: groupBySchema.default(['alertname', 'service']).describe('Alerts alike in these labels are sent as one message.'),
    groupWait: groupWaitSchema.default('30s').describe('Wait for more alerts of a new group.'),
    groupInterval: groupIntervalSchema.default('5m').describe('Wait before news of a group is sent.'),
    repeatInterval: repeatIntervalSchema.default('4h').describe('Wait before an alert that stays is sent again.'),
    runbookBaseUrl: z
      .string()
      .superRefine((text, context) => {
        const rule = runbooksRule(text);
        if (rule !== undefined) context.addIssue({ code: 'custom', message: rule });
      })
      .default(RUNBOOKS)
      .describe('Where the pages that alerts link to are.'),
  })
  .prefault({});
