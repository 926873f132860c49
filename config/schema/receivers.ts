import * as z from 'zod';
import { portSchema } from '../units';
import { addressSchema, MAIL_SERVER, WEBHOOK } from './addresses';
import { kindError } from './kinds';
import { instanceNameSchema, secretReferenceSchema } from './names';
import type { DeepReadonly } from './readonly';

const mailAddressSchema = z.string().regex(/^[^\s@<>,"]+@[^\s@<>,"]+$/, { error: 'must be an address such as "oncall@example.com"' });

const named = { name: instanceNameSchema.describe('Names the receiver, for routes.') };

const sendResolved = (preset: boolean) => z.boolean().default(preset).describe('Whether the end of an alert is sent too.');

/** Posts Alertmanager's own JSON. https://prometheus.io/docs/alerting/latest/configuration/#webhook_config */
const webhookSchema = z.strictObject({
  kind: z.literal('webhook'),
  ...named,
  url: addressSchema(WEBHOOK).optional().describe('Where alerts are posted.'),
  urlSecret: secretReferenceSchema.optional().describe('The secret that holds the address, when whoever knows it may post.'),
  port: portSchema.default(443).describe('Port of the address in urlSecret, to which network policies open the way.'),
  token: secretReferenceSchema.optional().describe('The secret that holds a bearer token.'),
  sendResolved: sendResolved(true),
});

/** An incoming webhook of Slack. https://prometheus.io/docs/alerting/latest/configuration/#slack_config */
const slackSchema = z.strictObject({
  kind: z.literal('slack'),
  ...named,
  webhookUrl: secretReferenceSchema.describe('The secret that holds the address of the incoming webhook.'),
  channel: z
    .string()
    .regex(/^[#@]?[\p{L}\p{N}_.-]{1,80}$/u, { error: 'must be a channel such as "#alerts"' })
    .optional()
    .describe("Channel; the webhook's own when absent."),
  sendResolved: sendResolved(true),
});

/** Events API v2: https://developer.pagerduty.com/docs/events-api-v2-overview */
const pagerdutySchema = z.strictObject({
  kind: z.literal('pagerduty'),
  ...named,
  routingKey: secretReferenceSchema.describe('The secret that holds the integration key of Events API v2.'),
  region: z.enum(['us', 'eu']).default('us').describe('Where the account is.'),
  sendResolved: sendResolved(true),
});

/** https://prometheus.io/docs/alerting/latest/configuration/#email_config */
const emailSchema = z.strictObject({
  kind: z.literal('email'),
  ...named,
  to: z.array(mailAddressSchema).min(1, { error: 'must have at least one address' }).describe('To whom.'),
  from: mailAddressSchema.describe('From whom.'),
  smarthost: addressSchema(MAIL_SERVER).describe('The mail server; TLS from the start on port 465, after STARTTLS on others.'),
  user: z.string().min(1).max(200).optional().describe('User of the mail server.'),
  password: secretReferenceSchema.optional().describe('The secret that holds its password.'),
  requireTls: z.boolean().default(true).describe('Whether mail is sent over TLS or not at all.'),
  // People read mail when the alert is long over: one message is enough.
  sendResolved: sendResolved(false),
});

export const receiverSchema = z
  .discriminatedUnion('kind', [webhookSchema, slackSchema, pagerdutySchema, emailSchema], {
    error: kindError('webhook', 'slack', 'pagerduty', 'email'),
  })
  .describe('How alerts reach it.');

export type ReceiverConfig = DeepReadonly<z.output<typeof receiverSchema>>;
