import type { RenderContext } from '../core/component';
import { endpointsWhere, type LocatedEndpoint, urlOf } from '../core/context';
import { escapeReferences, type Native } from '../core/native';

/**
 * The data sources, one for each endpoint that is one, linked to each other: metric → exemplar → trace → log and back.
 * https://grafana.com/docs/grafana/latest/administration/provisioning/#data-sources
 */
export function renderDataSources(context: RenderContext): Native {
  const located = endpointsWhere(context.shapes, ({ dataSource }) => dataSource !== undefined);
  const uids = new Set(located.map(({ component }) => component));
  // Grafana reads $name in provisioning files as an environment variable; the variables here are its own, read later.
  return escapeReferences({ apiVersion: 1, prune: true, datasources: located.map((source) => dataSource(context, source, uids)) });
}

/** The store of traces that other data sources link to. */
const traceStore = (uids: ReadonlySet<string>): string | undefined => ['tempo', 'jaeger'].find((uid) => uids.has(uid));

function dataSource(context: RenderContext, located: LocatedEndpoint, uids: ReadonlySet<string>): Native {
  const type = located.endpoint.dataSource;
  return {
    name: located.component,
    uid: located.component,
    type,
    access: 'proxy',
    url: urlOf(context, located),
    isDefault: type === 'prometheus',
    editable: false,
    jsonData: type === undefined ? {} : options(type, context, uids),
  };
}

function options(type: NonNullable<LocatedEndpoint['endpoint']['dataSource']>, context: RenderContext, uids: ReadonlySet<string>): Native {
  const traces = traceStore(uids);
  switch (type) {
    case 'prometheus':
      return {
        httpMethod: 'POST',
        timeInterval: context.config.prometheus.scrapeInterval,
        prometheusType: 'Prometheus',
        ...(uids.has('alertmanager') ? { manageAlerts: true, alertmanagerUid: 'alertmanager' } : {}),
        ...(traces === undefined ? {} : { exemplarTraceIdDestinations: [{ name: 'trace_id', datasourceUid: traces }] }),
      };
    case 'loki':
      return {
        manageAlerts: false,
        ...(traces === undefined
          ? {}
          : {
              derivedFields: [
                {
                  name: 'trace',
                  matcherType: 'label',
                  matcherRegex: 'trace_id',
                  url: '${__value.raw}',
                  datasourceUid: traces,
                  urlDisplayLabel: 'Open the trace',
                },
              ],
            }),
      };
    case 'tempo':
    case 'jaeger':
      return {
        nodeGraph: { enabled: true },
        ...(uids.has('loki')
          ? {
              tracesToLogsV2: {
                datasourceUid: 'loki',
                spanStartTimeShift: '-5m',
                spanEndTimeShift: '5m',
                customQuery: true,
                query: '{${__tags}} | trace_id="${__trace.traceId}"',
                tags: [{ key: 'service.name', value: 'service_name' }],
              },
            }
          : {}),
        ...(uids.has('prometheus')
          ? {
              tracesToMetrics: {
                datasourceUid: 'prometheus',
                tags: [{ key: 'service.name', value: 'service_name' }],
                queries: [{ name: 'Request rate', query: 'sum(rate(traces_span_metrics_calls_total{$__tags}[5m]))' }],
              },
            }
          : {}),
      };
    case 'alertmanager':
      return { implementation: 'prometheus', handleGrafanaManagedAlerts: false };
  }
}
