import * as z from 'zod';
import { durationOfAtLeast } from '../units';
import { instanceNameSchema, labelNameSchema } from './names';

const webhookReceiverSchema = z.strictObject({
  name: instanceNameSchema.describe('Names the receiver.'),
  url: z
    .string()
    .refine(isWebAddress, { error: 'must be an address such as "https://hooks.example.com/alerts", without a user and a password' })
    .describe('Where alerts are posted.'),
  sendResolved: z.boolean().default(true).describe('Whether the end of an alert is posted too.'),
});

/** What both JavaScript and Go take as an address on the web. A password in it would be in the files of the platform for all to read. */
function isWebAddress(text: string): boolean {
  return /^https?:\/\/[^\s/?#@\\]+(?:[/?#]\S*)?$/.test(text) && !/%(?![0-9a-fA-F]{2})/.test(text) && URL.canParse(text);
}

/** Where alerts go. Without receivers they are shown in Alertmanager and Grafana and sent nowhere. */
export const alertingSchema = z
  .strictObject({
    webhooks: z.array(webhookReceiverSchema).default([]).describe('Receivers of all alerts.'),
    groupBy: z.array(labelNameSchema).default(['alertname', 'service']).describe('Alerts alike in these labels are sent as one message.'),
    groupWait: durationOfAtLeast('0s', 'it is a wait').default('30s').describe('Wait for more alerts of a new group.'),
    groupInterval: durationOfAtLeast('1s', 'it is an interval').default('5m').describe('Wait before news of a group is sent.'),
    repeatInterval: durationOfAtLeast('1m', 'it would flood the receiver')
      .default('4h')
      .describe('Wait before an alert that stays is sent again.'),
  })
  .prefault({});
