import { at, records, same, text } from '../lenient';
import type { Risk } from '../model';
import { baseValue, type Comparison, componentNamed, componentsOf, headValue, isChanged, type RiskRule } from './context';

/** Data that stays where it is and that nothing reads any more: another store, another place, another name. */
export const storeRisks: RiskRule = (comparison) => {
  const moved = platformRisks(comparison);
  // Where everything starts anew, each store does.
  return moved.length > 0 ? moved : [...traceBackend(comparison), ...blockStorage(comparison), ...removedStores(comparison)];
};

const loss = (severity: Risk['severity'], subject: string, said: string): Risk => ({ kind: 'data-loss', severity, subject, text: said });

/** Keys by which a whole platform gets other volumes. */
export function platformRisks(comparison: Comparison): readonly Risk[] {
  const was = (path: string): string => text(baseValue(comparison, path));
  const is = (path: string): string => text(headValue(comparison, path));
  if (isChanged(comparison, 'target.kind')) {
    const said = `${comparison.environment} moves from ${was('target.kind')} to ${is('target.kind')} and starts there without any history: no data is moved. The old volumes stay, until o11y purge of the old configuration deletes them.`;
    return [loss('high', 'target.kind', said)];
  }
  if (isChanged(comparison, 'platform')) {
    const said = `Everything is named after ${is('platform')} instead of ${was('platform')}, volumes too: the platform starts without any history. The old volumes stay and nothing reads them.`;
    return [loss('high', 'platform', said)];
  }
  if (isChanged(comparison, 'target.namespace')) {
    const said = `The platform moves from the namespace ${was('target.namespace')} to ${is('target.namespace')} and starts there without any history: a claim belongs to its namespace. The old claims stay and nothing reads them.`;
    return [loss('high', 'target.namespace', said)];
  }
  if (!isChanged(comparison, 'target.context')) return [];
  const said = `The platform is deployed to the context ${is('target.context') || 'that is current'} instead of ${was('target.context')}. If that is another cluster, and not another name of the same, it starts there without any history.`;
  return [loss('medium', 'target.context', said)];
}

const STORES: Readonly<Record<string, string>> = { tempo: 'Tempo', jaeger: 'Jaeger' };

function traceBackend(comparison: Comparison): readonly Risk[] {
  const path = 'traces.backend';
  const [before, after] = [text(baseValue(comparison, path)), text(headValue(comparison, path))];
  const [from, to] = [STORES[before], STORES[after]];
  if (before === after || from === undefined) return [];
  const kept = `What ${from} has stored, up to ${text(baseValue(comparison, 'retention.traces'))} of traces, stays on its volume, and nothing reads it: it cannot be seen any more.`;
  const said = to === undefined ? 'Traces are not stored any more.' : `Traces are stored in ${to} instead of ${from}.`;
  return [loss('medium', path, `${said} ${kept}`)];
}

const BLOCKS = [
  { path: 'loki.storage', component: 'loki', name: 'Loki', what: 'logs', retention: 'retention.logs.total' },
  { path: 'tempo.storage', component: 'tempo', name: 'Tempo', what: 'traces', retention: 'retention.traces' },
] as const;

function blockStorage(comparison: Comparison): readonly Risk[] {
  return BLOCKS.flatMap(({ path, component, name, what, retention }) => {
    const isThere = [comparison.base, comparison.head].every((platform) => componentNamed(platform, component) !== undefined);
    const [before, after] = [baseValue(comparison, path), headValue(comparison, path)];
    if (!isThere || before === undefined || same(placeOf(before), placeOf(after))) return [];
    const said = `${name} keeps ${what} ${place(after)} instead of ${place(before)}, and looks for older ones there too: up to ${text(baseValue(comparison, retention))} of ${what} cannot be read any more. They stay where they are: copied to the new place they are found again.`;
    return [loss('medium', path, said)];
  });
}

/** What says where blocks are: not by which key or identity they are reached. */
const placeOf = (storage: unknown): readonly unknown[] =>
  ['kind', 'bucket', 'account', 'container', 'endpoint', 'region'].map((key) => at(storage, key));

function place(storage: unknown): string {
  const of = (key: string): string => text(at(storage, key));
  switch (of('kind')) {
    case 's3':
      return `in the bucket ${of('bucket')} of ${of('endpoint') || of('region')}`;
    case 'gcs':
      return `in the bucket ${of('bucket')} of Google Cloud`;
    case 'azure':
      return `in the container ${of('container')} of the account ${of('account')}`;
    default:
      return 'on its volume';
  }
}

/** Destroying a component leaves its volume. */
function removedStores(comparison: Comparison): readonly Risk[] {
  const isBackend = (name: string): boolean => name in STORES && isChanged(comparison, 'traces.backend');
  return componentsOf(comparison.base)
    .filter((component) => component['storage'] !== undefined)
    .map(({ name }) => text(name))
    .filter((name) => !isBackend(name))
    .flatMap((name) => {
      const now = componentNamed(comparison.head, name);
      if (now === undefined) {
        const said = `${name} goes, and its volume stays: its data is there again when the component is, until o11y purge deletes it.`;
        return [loss('low', `component ${name}`, said)];
      }
      if (now['storage'] !== undefined) return [];
      const said = `${name} has no volume any more: what it writes is lost with its container. The volume that it had stays, and nothing reads it.`;
      return [loss('high', `component ${name}`, said)];
    });
}

/** What an environment leaves that goes as a whole. */
export function removedEnvironment(environment: string, base: unknown): readonly Risk[] {
  const stores = records(at(base, 'components')).filter((component) => component['storage'] !== undefined);
  const said = `The environment ${environment} is taken out of the configuration, and nothing of it is destroyed by that: run o11y destroy ${environment} on the base first. The volumes of ${stores.length} components stay after that, until o11y purge ${environment} deletes them.`;
  return [{ kind: 'data-loss', severity: 'low', subject: `environment ${environment}`, text: said }];
}
