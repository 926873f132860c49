import type * as loki from '@grafana/grafana-foundation-sdk/loki';
import type * as prometheus from '@grafana/grafana-foundation-sdk/prometheus';
import type * as tempo from '@grafana/grafana-foundation-sdk/tempo';
import type { Plain } from './schema';

/** A query of a panel, and the component that answers it. */
export type Query = MetricQuery | LogQuery | TempoQuery | JaegerQuery;

/** PromQL. */
export interface MetricQuery {
  readonly source: 'prometheus';
  readonly expression: string;
  readonly legend: string;
  /** Of its column in a table, when it is another than the panel's. */
  readonly unit?: string;
  /** Whether single requests are shown on the graph, each with a link to its trace. */
  readonly exemplars?: boolean;
}

/** LogQL. */
export interface LogQuery {
  readonly source: 'loki';
  readonly expression: string;
  readonly legend: string;
  readonly unit?: string;
}

/** TraceQL. */
export interface TempoQuery {
  readonly source: 'tempo';
  readonly expression: string;
}

/** A search of Jaeger. Tags are in logfmt. */
export interface JaegerQuery {
  readonly source: 'jaeger';
  readonly service: string;
  readonly tags?: string;
  readonly minDuration?: string;
}

/** A query of Prometheus. In a table the legend names the column. */
export const metric = (expression: string, legend = ''): MetricQuery => ({ source: 'prometheus', expression, legend });

/** A column of a table, with a unit of its own. */
export const column = (expression: string, legend: string, unit: string): MetricQuery => ({
  source: 'prometheus',
  expression,
  legend,
  unit,
});

/** One whose graph shows single requests too, each with a link to its trace. */
export const withExemplars = (query: MetricQuery): MetricQuery => ({ ...query, exemplars: true });

/** LogQL: lines, or a number computed from them. */
export const logQuery = (expression: string, legend = ''): LogQuery => ({ source: 'loki', expression, legend });

/** A letter for each query of a panel, by which others refer to it. */
export const reference = (index: number): string => String.fromCharCode(65 + index);

/** Traces in a table. */
const TRACES = 50;

/** A query as Grafana stores it. */
export type Target = Plain<prometheus.Dataquery> | Plain<loki.dataquery> | Omit<Plain<tempo.Dataquery>, 'filters'> | JaegerTarget;

/** The fields of Jaeger's search: https://github.com/grafana/grafana/blob/main/public/app/plugins/datasource/jaeger/types.ts */
interface JaegerTarget extends Pick<Plain<tempo.Dataquery>, 'refId' | 'datasource'> {
  readonly queryType: 'search';
  readonly service: string;
  readonly tags?: string;
  readonly minDuration?: string;
  readonly limit: number;
}

/** A query for its place in a panel. */
export function target(query: Query, index: number, table: boolean): Target {
  const asked = { refId: reference(index), datasource: { type: query.source, uid: query.source } } as const;
  switch (query.source) {
    case 'prometheus':
      return {
        ...asked,
        editorMode: 'code',
        expr: query.expression,
        legendFormat: query.legend,
        format: table ? 'table' : 'time_series',
        exemplar: query.exemplars ?? false,
        instant: table,
        range: !table,
      };
    case 'loki':
      return { ...asked, editorMode: 'code', expr: query.expression, legendFormat: query.legend, queryType: table ? 'instant' : 'range' };
    case 'tempo':
      return { ...asked, queryType: 'traceql', query: query.expression, limit: TRACES, tableType: 'traces' };
    case 'jaeger': {
      const { service, tags, minDuration } = query;
      return {
        ...asked,
        queryType: 'search',
        service,
        ...(tags === undefined ? {} : { tags }),
        ...(minDuration === undefined ? {} : { minDuration }),
        limit: TRACES,
      };
    }
  }
}
