import type { EnvironmentConfig } from '../../config/schema/environment';

/** The receiver that sends nothing: alerts stay visible in Alertmanager and Grafana. */
const NOWHERE = 'none';
const EVERYWHERE = 'webhooks';

/** Alertmanager's configuration file. https://prometheus.io/docs/alerting/latest/configuration/ */
export function renderAlertmanager({ alerting }: EnvironmentConfig) {
  const webhooks = alerting.webhooks.map(({ url, sendResolved }) => ({ url, send_resolved: sendResolved }));
  return {
    route: {
      receiver: webhooks.length === 0 ? NOWHERE : EVERYWHERE,
      group_by: alerting.groupBy,
      group_wait: alerting.groupWait,
      group_interval: alerting.groupInterval,
      repeat_interval: alerting.repeatInterval,
    },
    receivers: [webhooks.length === 0 ? { name: NOWHERE } : { name: EVERYWHERE, webhook_configs: webhooks }],
  };
}

/** What it makes, as data. */
export type AlertmanagerFile = ReturnType<typeof renderAlertmanager>;
