import type { EnvironmentConfig } from '../config/schema/environment';
import { componentsOf } from './components';
import type { PanelLink } from './panels';

const SPAN = '${__url_time_range}';
/** The service of a line on a graph, and of a row of a table. */
const OF_LINE = '${__field.labels.service_name}';
const OF_ROW = '${__data.fields.service_name}';

/** Where a value of a service leads: to the dashboard of the service, to its traces and to its logs, as far as there are any. */
export function serviceLinks(config: EnvironmentConfig, from: 'line' | 'row' = 'line'): readonly PanelLink[] {
  const { collector, prometheus, traces, loki } = componentsOf(config);
  const service = from === 'line' ? OF_LINE : OF_ROW;
  const to = (uid: string): string => `/d/${uid}?var-service=${service}&${SPAN}`;
  return [
    ...(collector && prometheus ? [{ title: 'The service', url: to('service-detail') }] : []),
    ...(traces === undefined ? [] : [{ title: 'Its traces', url: to('distributed-tracing') }]),
    ...(loki ? [{ title: 'Its logs', url: to('logs') }] : []),
  ];
}
