import type { Dashboard } from '../../dashboards';

/** A panel, as far as tests look at it. https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/ */
export interface PanelModel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly datasource?: { readonly uid: string };
  readonly targets?: readonly TargetModel[];
  readonly fieldConfig?: { readonly defaults: { readonly unit?: string; readonly links?: readonly { readonly url: string }[] } };
}

/** A query. */
export interface TargetModel {
  readonly refId: string;
  readonly datasource: { readonly type: string; readonly uid: string };
  /** PromQL or LogQL. */
  readonly expr?: string;
  /** Of Prometheus: whether it asks for now alone. */
  readonly instant?: boolean;
  /** Of Loki and Jaeger. */
  readonly queryType?: string;
  /** TraceQL. */
  readonly query?: string;
  readonly exemplar?: boolean;
  /** A search of Jaeger. */
  readonly service?: string;
  readonly tags?: string;
  readonly minDuration?: string;
}

export interface VariableModel {
  readonly name: string;
  readonly type: string;
  readonly datasource?: { readonly uid: string };
  readonly query: string | { readonly query?: string };
}

export interface DashboardModel {
  readonly uid: string;
  readonly title: string;
  readonly panels: readonly PanelModel[];
  readonly templating: { readonly list: readonly VariableModel[] };
  readonly tags: readonly string[];
}

/** What a dashboard is to Grafana. A wrong shape fails where it is compared. */
export const modelOf = ({ json }: Pick<Dashboard, 'json'>): DashboardModel => JSON.parse(json) as DashboardModel;

/** Panels, without the headings between them. */
export const panelsOf = (dashboard: Pick<Dashboard, 'json'>): readonly PanelModel[] =>
  modelOf(dashboard).panels.filter(({ type }) => type !== 'row');

/** A query with the dashboard and the panel that it is in. */
export interface LocatedQuery {
  readonly place: string;
  readonly target: TargetModel;
}

export const queriesOf = (all: readonly Dashboard[]): readonly LocatedQuery[] =>
  all.flatMap((dashboard) =>
    panelsOf(dashboard).flatMap(({ title, targets = [] }) =>
      targets.map((target) => ({ place: `${dashboard.uid} / ${title} / ${target.refId}`, target })),
    ),
  );

/** A query as a store gets it: Grafana has put values for variables. https://grafana.com/docs/grafana/latest/dashboards/variables/add-template-variables/#global-variables */
export const substituted = (query: string): string =>
  query
    .replaceAll('$__rate_interval', '1m')
    .replaceAll('$__range', '1h')
    .replaceAll('$__auto', '1m')
    .replaceAll(/\$\{\w+:pipe\}/g, 'checkout|mailer')
    .replaceAll('$environment', 'dev')
    .replaceAll('$tier', '.*')
    .replaceAll('$service', '.+')
    .replaceAll(/\$(?:search|trace)\b/g, '');
