import type { EnvironmentConfig } from '../config/schema/environment';
import { dashboardUrl, runbookUrl } from './links';
import type { Alert, AlertingRule, Group, RuleGroup } from './rule';

const PLATFORM_OWNER = 'platform';

/** The rules of a group whose parts are on, as Prometheus reads them; none when nothing is left. */
export function renderGroup(config: EnvironmentConfig, { name, interval, recordings = [], alerts = [] }: Group): readonly RuleGroup[] {
  const { disable } = config.alerting.rules;
  const rules = [
    ...recordings.filter(({ when }) => when).map(({ when: _, ...rule }) => rule),
    ...alerts.filter(({ when, alert }) => when && !disable.includes(alert)).map((alert) => renderAlert(config, alert)),
  ];
  return rules.length === 0 ? [] : [{ name, ...(interval === undefined ? {} : { interval }), rules }];
}

function renderAlert(config: EnvironmentConfig, definition: Alert): AlertingRule {
  const { alert, about, expr, summary, description, labels = {} } = definition;
  const override = config.alerting.rules.override.find((candidate) => candidate.alert === alert);
  const wait = override?.for ?? definition.for;
  return {
    alert,
    expr,
    ...(wait === undefined ? {} : { for: wait }),
    labels: {
      severity: override?.severity ?? definition.severity,
      owner: override?.owner ?? (about === 'service' ? ownerOfService(config) : PLATFORM_OWNER),
      ...SERVICE_LABEL[about],
      ...labels,
    },
    annotations: { summary, description, runbook_url: runbookUrl(config, alert), dashboard_url: dashboardUrl(config, definition) },
  };
}

/** By this label alerts are grouped, and a service that is down silences its symptoms. */
const SERVICE_LABEL: Readonly<Record<Alert['about'], Readonly<Record<string, string>>>> = {
  service: { service: '{{ $labels.service_name }}' },
  component: { service: '{{ $labels.job }}', service_name: '{{ $labels.job }}' },
  platform: {},
};

/** The owner in the catalogue of whichever service an alert is about, as a template: names and teams have no character that means more. */
function ownerOfService({ services }: EnvironmentConfig): string {
  const owners = [...new Set(services.map(({ owner }) => owner))].filter((owner) => owner !== PLATFORM_OWNER).sort();
  const branches = owners.map((owner, index) => {
    const names = services.flatMap((service) => (service.owner === owner ? [service.name] : [])).sort();
    return `{{ ${index === 0 ? 'if' : 'else if'} match "^(${names.join('|')})$" $labels.service_name }}${owner}`;
  });
  return branches.length === 0 ? PLATFORM_OWNER : `${branches.join('')}{{ else }}${PLATFORM_OWNER}{{ end }}`;
}
