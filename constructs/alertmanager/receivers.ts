import { MAIL_SERVER, WEBHOOK } from '../../config/schema/addresses';
import type { ReceiverConfig } from '../../config/schema/receivers';
import type { ExternalCall, SecretFile } from '../core/component';
import { externalCall } from '../core/external-call';
import type { Native } from '../core/native';

/** Where a secret lies in Alertmanager's container, alone in its folder. */
const fileOf = ({ secret }: { readonly secret: string }): string => `/etc/alertmanager/secrets/${secret}/value`;

/** Slack's own default has no text. */
const SLACK_TEXT = [
  '{{ range .Alerts }}*{{ .Annotations.summary }}*',
  '{{ .Annotations.description }}',
  '{{ with .Annotations.runbook_url }}Runbook: {{ . }} {{ end }}{{ with .Annotations.dashboard_url }}Dashboard: {{ . }}{{ end }}',
  '{{ end }}',
].join('\n');

/** PagerDuty knows the same severities, and takes no empty one. https://developer.pagerduty.com/docs/send-alert-event */
const PAGERDUTY_SEVERITY = '{{ if .CommonLabels.severity }}{{ .CommonLabels.severity }}{{ else }}error{{ end }}';

const PAGERDUTY_HOSTS = { us: 'events.pagerduty.com', eu: 'events.eu.pagerduty.com' } as const;

const definition = (receiver: ReceiverConfig): Native => {
  const common = { send_resolved: receiver.sendResolved };
  switch (receiver.kind) {
    case 'webhook':
      return {
        webhook_configs: [
          {
            ...common,
            ...(receiver.urlSecret === undefined ? { url: receiver.url } : { url_file: fileOf(receiver.urlSecret) }),
            ...(receiver.token === undefined ? {} : { http_config: { authorization: { credentials_file: fileOf(receiver.token) } } }),
          },
        ],
      };
    case 'slack':
      return {
        slack_configs: [
          {
            ...common,
            api_url_file: fileOf(receiver.webhookUrl),
            ...(receiver.channel === undefined ? {} : { channel: receiver.channel }),
            text: SLACK_TEXT,
          },
        ],
      };
    case 'pagerduty':
      return {
        pagerduty_configs: [
          {
            ...common,
            routing_key_file: fileOf(receiver.routingKey),
            url: `https://${PAGERDUTY_HOSTS[receiver.region]}/v2/enqueue`,
            severity: PAGERDUTY_SEVERITY,
            details: { runbook: '{{ .CommonAnnotations.runbook_url }}', dashboard: '{{ .CommonAnnotations.dashboard_url }}' },
          },
        ],
      };
    case 'email':
      return {
        email_configs: [
          {
            ...common,
            to: receiver.to.join(', '),
            from: receiver.from,
            smarthost: receiver.smarthost,
            require_tls: receiver.requireTls,
            ...(receiver.user === undefined || receiver.password === undefined
              ? {}
              : { auth_username: receiver.user, auth_password_file: fileOf(receiver.password) }),
          },
        ],
      };
  }
};

/** A receiver in Alertmanager's file. https://prometheus.io/docs/alerting/latest/configuration/#receiver */
export const renderReceiver = (receiver: ReceiverConfig): Native => ({ name: receiver.name, ...definition(receiver) });

function secretsOf(receiver: ReceiverConfig): readonly ({ readonly secret: string } | undefined)[] {
  switch (receiver.kind) {
    case 'webhook':
      return [receiver.urlSecret, receiver.token];
    case 'slack':
      return [receiver.webhookUrl];
    case 'pagerduty':
      return [receiver.routingKey];
    case 'email':
      return [receiver.password];
  }
}

/** The files from which Alertmanager reads addresses and keys, each secret once. */
export function receiverSecrets(receivers: readonly ReceiverConfig[]): readonly SecretFile[] {
  const named = receivers.flatMap(secretsOf).filter((reference) => reference !== undefined);
  return [...new Set(named.map(({ secret }) => secret))].map((name) => ({
    path: fileOf({ secret: name }),
    source: { kind: 'given', name },
  }));
}

/** The call that sending to a receiver is. Of an address in a secret only the port is known, which is what policies go by. */
export function receiverCall(receiver: ReceiverConfig): ExternalCall {
  const call = (host: string, port: number): ExternalCall => ({ host, port, purpose: 'alerts' });
  switch (receiver.kind) {
    case 'webhook':
      return receiver.url === undefined ? call(receiver.name, receiver.port) : externalCall(receiver.url, WEBHOOK, 'alerts');
    case 'slack':
      return call('hooks.slack.com', 443);
    case 'pagerduty':
      return call(PAGERDUTY_HOSTS[receiver.region], 443);
    case 'email':
      return externalCall(receiver.smarthost, MAIL_SERVER, 'alerts');
  }
}
