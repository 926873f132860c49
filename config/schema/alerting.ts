import * as z from 'zod';
import { durationOfAtLeast } from '../units';
import { instanceNameSchema, labelNameSchema, webAddressSchema } from './names';

const webhookReceiverSchema = z.strictObject({
  name: instanceNameSchema.describe('Names the receiver.'),
  url: webAddressSchema('https://hooks.example.com/alerts').describe('Where alerts are posted.'),
  sendResolved: z.boolean().default(true).describe('Whether the end of an alert is posted too.'),
});

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
