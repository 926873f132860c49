import type { Platform } from '../../constructs/core/platform';
import { failedText } from '../terraform/deploy';
import { diagnosticsText } from '../terraform/diagnostics';
import type { Outcome } from '../terraform/terraform';
import { type Cluster, namespaceName } from './cluster';
import { objectSchema } from './objects';
import type { Trouble } from './pod-watch';

/** Which releases failed, Helm's reason, what their pods said, and what is there now. Starts a process for each release. */
export async function failureText(
  cluster: Cluster,
  platform: Platform,
  outcome: Pick<Outcome, 'diagnostics' | 'text'>,
  failed: readonly string[],
  troubles: readonly Trouble[],
): Promise<string> {
  const releases = platform.releases.filter(({ name }) => failed.includes(name));
  const concerned = new Set(releases.flatMap(({ delivers }) => delivers.map(({ name }) => name)));
  const shown = troubles.filter(({ component }) => concerned.has(component));
  const ends = await Promise.all(releases.map((release) => rollbackText(cluster, platform, release)));
  return [
    failedText(failed),
    diagnosticsText(outcome),
    ...shown.flatMap(({ component, reason, lines }) => [`${component}: ${reason}`, ...lines]),
    ...ends,
  ].join('\n');
}

/** What Helm has left: the revision before, or nothing. It keeps each revision as a Secret. */
async function rollbackText(
  cluster: Cluster,
  platform: Platform,
  { name, namespace: role }: Platform['releases'][number],
): Promise<string> {
  const namespace = namespaceName(platform, role);
  const revisions = await cluster.list(objectSchema, 'secrets', '-n', namespace, '-l', `owner=helm,name=${name}`).catch(() => undefined);
  if (revisions === undefined)
    return `${cluster.command} -n ${namespace} get secrets -l owner=helm,name=${name} says what is left of ${name}.`;
  if (revisions.length === 0) return `Helm took ${name} back: nothing of it is left but its volumes.`;
  const [latest] = revisions.map(({ metadata }) => metadata.labels).toSorted((a, b) => Number(b['version']) - Number(a['version']));
  if (latest?.['status'] === 'deployed') return `Helm rolled ${name} back: it is as it was before.`;
  return `Helm could not roll ${name} back: helm -n ${namespace} history ${name} says what is there; deploy again, or helm -n ${namespace} uninstall ${name}.`;
}
