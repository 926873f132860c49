import { countText } from '../../cost/text';
import { isRecord, type Json, list, record, records, same, text, without } from '../lenient';
import type { NativeChange } from '../model';
import { compareKeys, compareThings, flat, type Thing } from './things';

/** Whether that is a dashboard. https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/ */
export const isDashboard = (data: Json): boolean => Array.isArray(data['panels']) && typeof data['title'] === 'string';

/** The thing that a whole dashboard is, for one that comes or goes. */
export const dashboardName = (data: Json): string => `"${text(data['title'])}"`;

const ABOUT = ['panels', 'templating', 'version', 'id'] as const;

export function compareDashboards(before: Json, after: Json): readonly NativeChange[] {
  const title = dashboardName(after);
  const [panels, otherPanels] = [panelsOf(before), panelsOf(after)];
  return [
    ...compareThings([dashboard(title, before)], [dashboard(title, after)]),
    ...compareThings(variables(title, before), variables(title, after)),
    ...compareThings(things(title, panels, otherPanels), things(title, otherPanels, panels)),
    ...layout(title, panels, otherPanels),
  ];
}

const dashboard = (name: string, data: Json): Thing => ({ kind: 'dashboard', name, value: without(data, ...ABOUT) });

const variables = (title: string, data: Json): readonly Thing[] =>
  records(record(data['templating'])['list']).map((variable) => ({
    kind: 'variable',
    name: `${text(variable['name'])} of dashboard ${title}`,
    value: without(variable, 'name'),
  }));

/** All panels: those of a row that is closed are inside of it. */
const panelsOf = (data: Json): readonly Json[] =>
  records(data['panels']).flatMap((panel) => [without(panel, 'panels'), ...records(panel['panels'])]);

/** Panels by title. One whose title is on no panel of the other side is that with its id there, if it has one: its title was changed. */
const things = (dashboardTitle: string, panels: readonly Json[], others: readonly Json[]): readonly Thing[] =>
  panels.map((panel) => {
    const names = [nameOf(panel), ...(isIn(panel, others) ? [] : otherName(panel, panels, others))];
    return {
      kind: panel['type'] === 'row' ? 'row' : 'panel',
      // Both sides must come to the same of the two.
      name: `${names.sort()[0]} of dashboard ${dashboardTitle}`,
      value: panelValue(panel),
    };
  });

const nameOf = (panel: Json): string => (text(panel['title']) === '' ? `#${text(panel['id'])}` : `"${text(panel['title'])}"`);

const isIn = (panel: Json, panels: readonly Json[]): boolean => panels.some((other) => nameOf(other) === nameOf(panel));

function otherName(panel: Json, own: readonly Json[], others: readonly Json[]): readonly string[] {
  const other = others.find((candidate) => candidate['id'] !== undefined && candidate['id'] === panel['id'] && !isIn(candidate, own));
  return other === undefined ? [] : [nameOf(other)];
}

/** What a panel shows, in words; where it is on the page is told once for all. */
function panelValue(panel: Json): Json {
  const defaults = record(record(panel['fieldConfig'])['defaults']);
  const others = without(panel, 'id', 'gridPos', 'targets', 'fieldConfig');
  const fields = { ...record(panel['fieldConfig']), defaults: without(defaults, 'unit', 'thresholds') };
  return {
    ...others,
    query: queriesOf(panel),
    unit: defaults['unit'],
    thresholds: thresholdsOf(defaults),
    queries: records(panel['targets']).map((target) => without(target, ...QUERY_KEYS)),
    fieldConfig: fields,
  };
}

const QUERY_KEYS = ['expr', 'query', 'rawSql'] as const;

/** The text of the only query, or those of all. */
function queriesOf(panel: Json): unknown {
  const queries = records(panel['targets']).map((target) => QUERY_KEYS.map((key) => target[key]).find((query) => query !== undefined));
  return queries.length > 1 ? queries : queries[0];
}

/** `green, red from 1`. */
function thresholdsOf(defaults: Json): string | undefined {
  const steps = records(record(defaults['thresholds'])['steps']);
  if (steps.length === 0) return undefined;
  return steps.map(({ value, color }) => (text(value) === '' ? text(color) : `${text(color)} from ${text(value)}`)).join(', ');
}

function layout(title: string, before: readonly Json[], after: readonly Json[]): readonly NativeChange[] {
  const places = new Map(before.map((panel) => [nameOf(panel), panel['gridPos']]));
  const moved = after.filter((panel) => places.has(nameOf(panel)) && !same(places.get(nameOf(panel)), panel['gridPos']));
  return moved.length === 0 ? [] : [flat('changed', 'dashboard', `${title}: place of ${countText(moved.length, 'panel')}`)];
}

/** Whether these are provisioned data sources or folders of dashboards. https://grafana.com/docs/grafana/latest/administration/provisioning/ */
export const isProvisioning = (data: Json): boolean =>
  (Array.isArray(data['datasources']) || Array.isArray(data['providers'])) &&
  list(data['datasources'] ?? data['providers']).every(isRecord);

export const compareProvisioning = (before: Json, after: Json): readonly NativeChange[] => [
  ...compareThings(provisioned(before), provisioned(after)),
  ...compareKeys(without(before, 'datasources', 'providers'), without(after, 'datasources', 'providers')),
];

const provisioned = (data: Json): readonly Thing[] => [
  ...records(data['datasources']).map((source) => ({ kind: 'data source', name: text(source['name']), value: without(source, 'name') })),
  ...records(data['providers']).map((folder) => ({
    kind: 'dashboard provider',
    name: text(folder['name']),
    value: without(folder, 'name'),
  })),
];
