import type { EnvironmentConfig } from '../config/schema/environment';
import { aiMl } from './ai-ml';
import { assemble } from './assemble';
import { componentsOf } from './components';
import { costTracking } from './cost-tracking';
import type { DashboardOf } from './definition';
import { distributedTracing } from './distributed-tracing';
import { errorAnalysis } from './error-analysis';
import { infrastructure } from './infrastructure';
import { logsDashboard } from './logs';
import { platformHealth } from './platform-health';
import { platformOverview } from './platform-overview';
import { securityEvents } from './security-events';
import { serviceDetail } from './service-detail';
import { servicesOverview } from './services-overview';
import { slo } from './slo';

/** A dashboard and where it lies. */
export interface Dashboard {
  /** Part of its address, for ever: `/d/<uid>`. */
  readonly uid: string;
  readonly title: string;
  readonly folder: string;
  /** What Grafana reads, as JSON: https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/ */
  readonly json: string;
}

const DASHBOARDS: readonly DashboardOf[] = [
  platformOverview,
  servicesOverview,
  serviceDetail,
  infrastructure,
  costTracking,
  aiMl,
  securityEvents,
  distributedTracing,
  errorAnalysis,
  logsDashboard,
  slo,
  platformHealth,
];

/** The dashboards of an environment: of what is on, and none that would be empty. The same configuration gives the same bytes. */
export function dashboards(config: EnvironmentConfig): readonly Dashboard[] {
  const components = componentsOf(config);
  return DASHBOARDS.flatMap((definitionOf) => {
    const definition = definitionOf(config);
    const json = assemble(definition, components);
    return json === undefined ? [] : [{ uid: definition.uid, title: definition.title, folder: definition.folder, json }];
  });
}
