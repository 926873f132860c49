import type * as common from '@grafana/grafana-foundation-sdk/common';
import type * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import type * as logs from '@grafana/grafana-foundation-sdk/logs';
import type * as stat from '@grafana/grafana-foundation-sdk/stat';
import type * as table from '@grafana/grafana-foundation-sdk/table';
import type * as timeseries from '@grafana/grafana-foundation-sdk/timeseries';
import { type Query, reference, type Target, target } from './queries';
import type { Plain } from './schema';

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
  /** Columns of the 24, and rows of 30 pixels. */
  readonly width: number;
  readonly height: number;
  /** Makes it with some of its queries: those that a component answers. */
  readonly build: (queries: readonly Query[]) => PanelModel;
}

/** A panel as Grafana stores it; what it leaves out is Grafana's default. */
export type PanelModel = Pick<Plain<dashboard.Panel>, 'title' | 'description' | 'datasource' | 'transformations'> & {
  readonly type: Kind['type'];
  readonly options: Kind['options'];
  readonly targets: readonly Target[];
  readonly fieldConfig: {
    readonly defaults: Omit<Plain<dashboard.FieldConfig>, 'links' | 'custom'> & {
      readonly links?: readonly DataLink[];
      readonly custom?: Custom;
    };
    readonly overrides: Plain<dashboard.FieldConfigSource>['overrides'];
  };
};

/** What a value's link has; the schema's other fields are of links of a dashboard. */
type DataLink = Pick<Plain<dashboard.DashboardLink>, 'title' | 'url' | 'targetBlank'>;

type Custom = Plain<timeseries.FieldConfig> | Partial<Plain<table.FieldConfig>>;

/** What makes a kind of panel what it is. */
type Kind =
  | { readonly type: 'timeseries'; readonly options: Plain<timeseries.Options>; readonly custom: Plain<timeseries.FieldConfig> }
  | { readonly type: 'stat'; readonly options: Partial<Plain<stat.Options>>; readonly custom?: never }
  | {
      readonly type: 'table';
      readonly options: Partial<Plain<table.Options>>;
      readonly custom: Partial<Plain<table.FieldConfig>>;
    }
  | { readonly type: 'logs'; readonly options: Plain<logs.Options>; readonly custom?: never };

/** A line for each series over time. */
export const graph = (options: PanelOptions): Panel =>
  panel(
    options,
    { width: 12, height: 8 },
    {
      type: 'timeseries',
      options: {
        legend: { displayMode: 'table', placement: 'bottom', showLegend: true, calcs: ['mean', 'max', 'lastNotNull'] },
        tooltip: { mode: 'multi', sort: 'desc' },
      },
      custom: {
        fillOpacity: options.stacked === true ? 30 : 8,
        showPoints: 'never',
        stacking: { mode: options.stacked === true ? 'normal' : 'none' },
      },
    },
  );

/** One number, with its past as a line behind it. */
export const number = (options: PanelOptions): Panel =>
  panel(
    options,
    { width: 4, height: 4 },
    {
      type: 'stat',
      options: {
        graphMode: 'area',
        colorMode: options.red === undefined ? 'none' : 'value',
        reduceOptions: { calcs: ['lastNotNull'] },
      },
    },
  );

/** A row for each series, with its labels as columns; of traces one for each. */
export const list = (options: PanelOptions): Panel =>
  panel(options, { width: 12, height: 9 }, { type: 'table', options: { showHeader: true }, custom: { filterable: true } }, columns);

/** Log lines, the latest first. */
export const lines = (options: PanelOptions): Panel =>
  panel(
    options,
    { width: 24, height: 14 },
    {
      type: 'logs',
      options: {
        showLabels: false,
        showCommonLabels: false,
        showTime: true,
        showLogContextToggle: false,
        wrapLogMessage: true,
        prettifyLogMessage: false,
        enableLogDetails: true,
        sortOrder: 'Descending',
        dedupStrategy: 'none',
      },
    },
  );

/** How the results of queries become the columns of one table. */
interface Columns {
  readonly transformations?: PanelModel['transformations'];
  readonly overrides: PanelModel['fieldConfig']['overrides'];
}

/**
 * Each query's number is a column with its legend as the name. Without these, Grafana shows a table for each query and calls the numbers
 * `Value`, or with their query's letter when there are several; Loki's always have the letter.
 * https://grafana.com/docs/grafana/latest/panels-visualizations/query-transform-data/transform-data/#organize-fields-by-name
 */
function columns(queries: readonly Query[]): Columns {
  const numbers = queries.flatMap((query, index) =>
    query.source === 'prometheus' || query.source === 'loki'
      ? [{ name: query.source === 'prometheus' && queries.length === 1 ? 'Value' : `Value #${reference(index)}`, query }]
      : [],
  );
  if (numbers.length === 0) return { overrides: [] };
  const renameByName = Object.fromEntries(numbers.map(({ name, query }) => [name, query.legend]));
  return {
    transformations: [
      { id: 'merge', options: {} },
      { id: 'organize', options: { excludeByName: { Time: true }, renameByName } },
    ],
    overrides: numbers.flatMap(({ query: { legend, unit } }) =>
      unit === undefined ? [] : [{ matcher: { id: 'byName', options: legend }, properties: [{ id: 'unit', value: unit }] }],
    ),
  };
}

function panel(
  options: PanelOptions,
  size: { readonly width: number; readonly height: number },
  { type, options: own, custom }: Kind,
  columnsOf?: (queries: readonly Query[]) => Columns,
): Panel {
  const { title, description, unit, red, max, links = [] } = options;
  const defaults = {
    unit,
    ...(red === undefined ? {} : { thresholds: thresholds(red) }),
    ...(max === undefined ? {} : { min: 0, max }),
    ...(links.length === 0 ? {} : { links: links.map((link) => ({ ...link, targetBlank: false })) }),
    ...(custom === undefined ? {} : { custom }),
  };
  return {
    options,
    width: options.width ?? size.width,
    height: options.height ?? size.height,
    build: (queries) => {
      const { transformations, overrides } = columnsOf?.(queries) ?? { transformations: undefined, overrides: [] };
      return {
        type,
        title,
        description,
        datasource: sourceOf(queries),
        targets: queries.map((query, index) => target(query, index, columnsOf !== undefined)),
        options: own,
        fieldConfig: { defaults, overrides },
        ...(transformations === undefined ? {} : { transformations }),
      };
    },
  };
}

function sourceOf(queries: readonly Query[]): Plain<common.DataSourceRef> {
  const sources = new Set(queries.map(({ source }) => source));
  const [source = 'prometheus'] = sources;
  return sources.size > 1 ? { type: 'datasource', uid: '-- Mixed --' } : { type: source, uid: source };
}

const thresholds = (red: NonNullable<PanelOptions['red']>): Plain<dashboard.ThresholdsConfig> => ({
  mode: 'absolute',
  steps:
    'above' in red
      ? [
          { value: null, color: 'green' },
          { value: red.above, color: 'red' },
        ]
      : [
          { value: null, color: 'red' },
          { value: red.below, color: 'green' },
        ],
});
