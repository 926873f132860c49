import type { EnvironmentConfig } from '../config/schema/environment';
import { kebabCase } from './names';
import type { Alert } from './rule';

/** What a dashboard's variable for the service is set to. */
const OF_SERVICE = '?var-service={{ $labels.service_name }}';

/** The page that says what an alert means and what to do. */
export const runbookUrl = ({ alerting }: EnvironmentConfig, alert: string): string =>
  `${alerting.runbookBaseUrl.replace(/\/$/, '')}/${kebabCase(alert)}.md`;

/** Where to look: on Grafana's address where one is known, and as a path of Grafana's otherwise. */
export const dashboardUrl = (config: EnvironmentConfig, { dashboard, about }: Pick<Alert, 'dashboard' | 'about'>): string =>
  `${grafanaAddress(config)}/d/${dashboard}${about === 'service' ? OF_SERVICE : ''}`;

function grafanaAddress({ target, grafana }: EnvironmentConfig): string {
  if (!grafana.enabled) return '';
  if (target.kind === 'kubernetes') return target.access.grafana === undefined ? '' : `https://${target.access.grafana.host}`;
  // What a browser on the host calls all of its own addresses.
  const ownHost = /^127\.|^0\.0\.0\.0$|^[0:]+1?$/.test(target.publishedAddress);
  const host = target.publishedAddress.includes(':') ? `[${target.publishedAddress}]` : target.publishedAddress;
  return `http://${ownHost ? 'localhost' : host}:${grafana.port}`;
}
