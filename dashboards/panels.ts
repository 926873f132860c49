import type * as cog from '@grafana/grafana-foundation-sdk/cog';
import * as common from '@grafana/grafana-foundation-sdk/common';
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import * as logs from '@grafana/grafana-foundation-sdk/logs';
import * as stat from '@grafana/grafana-foundation-sdk/stat';
import * as table from '@grafana/grafana-foundation-sdk/table';
import * as timeseries from '@grafana/grafana-foundation-sdk/timeseries';
import { type Query, reference, target } from './queries';

/** What every panel says. Units are Grafana's: https://github.com/grafana/grafana/blob/main/packages/grafana-data/src/valueFormats/categories.ts */
export interface PanelOptions {
  readonly title: string;
  /** What is shown and how to read it. */
  readonly description: string;
  readonly unit: string;
  readonly queries: readonly Query[];
  /** Columns of the 24. */
  readonly width?: number;
  readonly height?: number;
  /** Where values are from which they are bad: they turn red. */
  readonly red?: { readonly above: number } | { readonly below: number };
  readonly links?: readonly PanelLink[];
  readonly stacked?: boolean;
  readonly max?: number;
}

/** Where a click on a value leads. */
export interface PanelLink {
  readonly title: string;
  readonly url: string;
}

/** A panel before it has its place in a dashboard. */
export interface Panel {
  readonly options: PanelOptions;
  /** Makes it with some of its queries: those that a component answers. */
  readonly build: (queries: readonly Query[]) => dashboard.Panel;
}

/** A line for each series over time. */
export const graph = (options: PanelOptions): Panel =>
  panel(options, { width: 12, height: 8 }, () =>
    new timeseries.PanelBuilder()
      .fillOpacity(options.stacked === true ? 30 : 8)
      .showPoints(common.VisibilityMode.Never)
      .stacking(new common.StackingConfigBuilder().mode(options.stacked === true ? common.StackingMode.Normal : common.StackingMode.None))
      .legend(
        new common.VizLegendOptionsBuilder()
          .displayMode(common.LegendDisplayMode.Table)
          .placement(common.LegendPlacement.Bottom)
          .showLegend(true)
          .calcs(['mean', 'max', 'lastNotNull']),
      )
      .tooltip(new common.VizTooltipOptionsBuilder().mode(common.TooltipDisplayMode.Multi).sort(common.SortOrder.Descending)),
  );

/** One number, with its past as a line behind it. */
export const number = (options: PanelOptions): Panel =>
  panel(options, { width: 4, height: 4 }, () =>
    new stat.PanelBuilder()
      .graphMode(common.BigValueGraphMode.Area)
      .colorMode(options.red === undefined ? common.BigValueColorMode.None : common.BigValueColorMode.Value)
      .reduceOptions(new common.ReduceDataOptionsBuilder().calcs(['lastNotNull'])),
  );

/** A row for each series, with its labels as columns; of traces one for each. */
export const list = (options: PanelOptions): Panel => panel(options, { width: 12, height: 9 }, listBuilder, true);

function listBuilder(queries: readonly Query[]): table.PanelBuilder {
  const builder = new table.PanelBuilder().showHeader(true).filterable(true);
  const metrics = queries.filter((query) => query.source === 'prometheus');
  if (metrics.length === 0) return builder;
  const columns = metrics.map(({ legend }, index) => [metrics.length === 1 ? 'Value' : `Value #${reference(index)}`, legend]);
  return builder
    .withTransformation({ id: 'merge', options: {} })
    .withTransformation({ id: 'organize', options: { excludeByName: { Time: true }, renameByName: Object.fromEntries(columns) } });
}

/** Log lines, the latest first. */
export const lines = (options: PanelOptions): Panel =>
  panel(options, { width: 24, height: 14 }, () =>
    new logs.PanelBuilder()
      .showTime(true)
      .wrapLogMessage(true)
      .enableLogDetails(true)
      .prettifyLogMessage(false)
      .sortOrder(common.LogsSortOrder.Descending)
      .dedupStrategy(common.LogsDedupStrategy.None),
  );

type AnyBuilder = timeseries.PanelBuilder | stat.PanelBuilder | table.PanelBuilder | logs.PanelBuilder;

function panel(
  options: PanelOptions,
  size: { readonly width: number; readonly height: number },
  builder: (queries: readonly Query[]) => AnyBuilder,
  asTable = false,
): Panel {
  return {
    options,
    build: (queries) => {
      const built = builder(queries)
        .title(options.title)
        .description(options.description)
        .unit(options.unit)
        .span(options.width ?? size.width)
        .height(options.height ?? size.height)
        .datasource(sourceOf(queries))
        .targets(queries.map((query, index) => target(query, index, asTable)));
      if (options.red !== undefined) built.thresholds(thresholds(options.red));
      if (options.max !== undefined) built.min(0).max(options.max);
      if (options.links !== undefined && options.links.length > 0) built.dataLinks(options.links.map(dataLink));
      return built.build();
    },
  };
}

function sourceOf(queries: readonly Query[]): common.DataSourceRef {
  const sources = new Set(queries.map(({ source }) => source));
  const [source = 'prometheus'] = sources;
  return sources.size > 1 ? { type: 'datasource', uid: '-- Mixed --' } : { type: source, uid: source };
}

const dataLink = ({ title, url }: PanelLink): cog.Builder<dashboard.DashboardLink> =>
  // A link of a value is a title and an address; what else the builder knows belongs to those of a dashboard.
  ({ build: () => ({ title, url, targetBlank: false }) as dashboard.DashboardLink });

function thresholds(red: NonNullable<PanelOptions['red']>): dashboard.ThresholdsConfigBuilder {
  const steps =
    'above' in red
      ? [
          { value: null, color: 'green' },
          { value: red.above, color: 'red' },
        ]
      : [
          { value: null, color: 'red' },
          { value: red.below, color: 'green' },
        ];
  return new dashboard.ThresholdsConfigBuilder().mode(dashboard.ThresholdsMode.Absolute).steps(steps);
}
