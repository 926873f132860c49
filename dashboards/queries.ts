import type * as cog from '@grafana/grafana-foundation-sdk/cog';
import * as loki from '@grafana/grafana-foundation-sdk/loki';
import * as prometheus from '@grafana/grafana-foundation-sdk/prometheus';
import * as tempo from '@grafana/grafana-foundation-sdk/tempo';

/** A query of a panel, and the component that answers it. */
export type Query = MetricQuery | LogQuery | TempoQuery | JaegerQuery;

/** PromQL. */
export interface MetricQuery {
  readonly source: 'prometheus';
  readonly expression: string;
  readonly legend: string;
  /** Whether single requests are shown on the graph, each with a link to its trace. */
  readonly exemplars?: boolean;
}

/** LogQL. */
export interface LogQuery {
  readonly source: 'loki';
  readonly expression: string;
  readonly legend: string;
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

/** One whose graph shows single requests too, each with a link to its trace. */
export const withExemplars = (query: MetricQuery): MetricQuery => ({ ...query, exemplars: true });

/** LogQL: lines, or a number computed from them. */
export const logQuery = (expression: string, legend = ''): LogQuery => ({ source: 'loki', expression, legend });

/** A letter for each query of a panel, by which others refer to it. */
export const reference = (index: number): string => String.fromCharCode(65 + index);

/** A query as Grafana stores it. */
export function target(query: Query, index: number, table: boolean): cog.Builder<cog.Dataquery> {
  switch (query.source) {
    case 'prometheus': {
      const builder = new prometheus.DataqueryBuilder()
        .refId(reference(index))
        .datasource({ type: 'prometheus', uid: 'prometheus' })
        .editorMode(prometheus.QueryEditorMode.Code)
        .expr(query.expression)
        .legendFormat(query.legend)
        .format(table ? prometheus.PromQueryFormat.Table : prometheus.PromQueryFormat.TimeSeries)
        .exemplar(query.exemplars ?? false);
      return table ? builder.instant() : builder.range();
    }
    case 'loki':
      return new loki.DataqueryBuilder()
        .refId(reference(index))
        .datasource({ type: 'loki', uid: 'loki' })
        .editorMode(loki.QueryEditorMode.Code)
        .expr(query.expression)
        .legendFormat(query.legend)
        .queryType(table ? loki.LokiQueryType.Instant : loki.LokiQueryType.Range);
    case 'tempo':
      return new tempo.DataqueryBuilder()
        .refId(reference(index))
        .datasource({ type: 'tempo', uid: 'tempo' })
        .queryType('traceql')
        .query(query.expression)
        .limit(TRACES)
        .tableType(tempo.SearchTableType.Traces);
    case 'jaeger':
      return jaegerTarget(query, index);
  }
}

/** Traces in a table. */
const TRACES = 50;

/** The fields of Jaeger's search: https://github.com/grafana/grafana/blob/main/public/app/plugins/datasource/jaeger/types.ts */
function jaegerTarget({ service, tags, minDuration }: JaegerQuery, index: number): cog.Builder<cog.Dataquery> {
  const fields = {
    refId: reference(index),
    datasource: { type: 'jaeger', uid: 'jaeger' },
    queryType: 'search',
    service,
    ...(tags === undefined ? {} : { tags }),
    ...(minDuration === undefined ? {} : { minDuration }),
    limit: TRACES,
  };
  return { build: () => Object.assign(fields, { _implementsDataqueryVariant: (): void => {} }) };
}
