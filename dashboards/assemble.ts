import type * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import type { Components } from './components';
import type { Definition, Row } from './definition';
import { emits, emitterOf } from './emitters';
import type { Panel, PanelModel } from './panels';
import { metricNames } from './promql';
import type { Query } from './queries';
import type { Plain } from './schema';
import { variablesOf } from './variables';

/** All dashboards have it: each links to the others by it. */
const TAG = 'observability-stacks';

/** A dashboard as Grafana reads it. */
type Dashboard = Omit<Plain<dashboard.Dashboard>, 'panels'> & { readonly panels: readonly (PlacedPanel | RowPanel)[] };

type RowPanel = Plain<dashboard.RowPanel>;
type PlacedPanel = PanelModel & Pick<Plain<dashboard.Panel>, 'id' | 'gridPos'>;

/** The numbers of Grafana's schema: DashboardCursorSync.Crosshair, and the version of the format, from which a newer Grafana migrates. */
const SHARED_CROSSHAIR = 1;
const SCHEMA_VERSION = 42;

/** The JSON of what is left of a definition when only what is on is asked; undefined when nothing is. */
export function assemble(definition: Definition, components: Components): string | undefined {
  const rows = definition.rows.map((row) => answered(row, components)).filter(({ panels }) => panels.length > 0);
  if (rows.length === 0) return undefined;
  const { uid, title, description, from = 'now-1h' } = definition;
  const queries = rows.flatMap(({ panels }) => panels.flatMap((panel) => panel.queries));
  const model: Dashboard = {
    uid,
    title,
    description,
    tags: [TAG, definition.folder.toLowerCase()],
    timezone: 'browser',
    // Grafana would keep an edit in its database only, and lose it.
    editable: false,
    graphTooltip: SHARED_CROSSHAIR,
    schemaVersion: SCHEMA_VERSION,
    time: { from, to: 'now' },
    refresh: '1m',
    links: [
      {
        title: 'Dashboards',
        type: 'dashboards',
        icon: '',
        tooltip: '',
        tags: [TAG],
        asDropdown: true,
        targetBlank: false,
        includeVars: true,
        keepTime: true,
      },
    ],
    templating: { list: variablesOf(definition, JSON.stringify(queries), components) },
    annotations: {},
    panels: layOut(rows),
  };
  return JSON.stringify(model);
}

interface AnsweredPanel {
  readonly panel: Panel;
  readonly queries: readonly Query[];
}

interface AnsweredRow {
  readonly title: string;
  readonly panels: readonly AnsweredPanel[];
}

const answered = ({ title, panels }: Row, components: Components): AnsweredRow => ({
  title,
  panels: panels
    .map((panel) => ({ panel, queries: panel.options.queries.filter((query) => isAnswered(query, components)) }))
    .filter(({ queries }) => queries.length > 0),
});

function isAnswered(query: Query, components: Components): boolean {
  switch (query.source) {
    case 'prometheus':
      return metricNames(query.expression).every((name) => emits(emitterOf(name), components));
    case 'loki':
      return components.loki;
    case 'tempo':
    case 'jaeger':
      return components.traces === query.source;
  }
}

const COLUMNS = 24;

/** Panels from left to right below the title of their row, and further down where there is no room. */
function layOut(rows: readonly AnsweredRow[]): Dashboard['panels'] {
  let y = 0;
  return rows.flatMap((row) => {
    const heading: RowPanel = {
      type: 'row',
      id: idOf(`row ${row.title}`),
      title: row.title,
      collapsed: false,
      gridPos: { x: 0, y, w: COLUMNS, h: 1 },
      panels: [],
    };
    y += 1;
    let x = 0;
    let tallest = 0;
    const panels = row.panels.map(({ panel, queries }): PlacedPanel => {
      const { width, height } = panel;
      if (x + width > COLUMNS) {
        y += tallest;
        x = 0;
        tallest = 0;
      }
      const placed = { ...panel.build(queries), id: idOf(panel.options.title), gridPos: { x, y, w: width, h: height } };
      x += width;
      tallest = Math.max(tallest, height);
      return placed;
    });
    y += tallest;
    return [heading, ...panels];
  });
}

/** Number of a panel, which links to it contain: that of its title (FNV-1a), so that it stays when others come and go. */
function idOf(title: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < title.length; index++) hash = Math.imul(hash ^ title.charCodeAt(index), 0x01000193) >>> 0;
  return (hash % 1_000_000_000) + 1;
}
