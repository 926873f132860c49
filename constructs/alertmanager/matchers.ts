import type { AlertMatch } from '../../config/schema/alert-routes';

/** https://prometheus.io/docs/alerting/latest/configuration/#matcher: the text between the quotes is read like a string of Go. */
const quoted = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A matcher of a label with one of several values; none when there are no values. */
export function oneOf(label: string, values: readonly string[]): readonly string[] {
  const [first] = values;
  if (first === undefined) return [];
  return [values.length === 1 ? `${label}=${quoted(first)}` : `${label}=~${quoted(values.map(literal).join('|'))}`];
}

/** What a configuration says about alerts, as Alertmanager's matchers: all of them must agree. */
export const matchersOf = ({ alerts, severities, owners, services, labels }: AlertMatch): readonly string[] => [
  ...oneOf('alertname', alerts),
  ...oneOf('severity', severities),
  ...oneOf('owner', owners),
  ...oneOf('service', services),
  ...Object.entries(labels).flatMap(([label, value]) => oneOf(label, [value])),
];
