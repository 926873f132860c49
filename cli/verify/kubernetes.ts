import { environmentPrefix } from '../../constructs/core/naming';
import type { Platform } from '../../constructs/core/platform';
import { type Cluster, namespaceName, namespacesOf, openCluster } from '../kubernetes/cluster';
import { claimSchema, customResourceSchema } from '../kubernetes/objects';
import { passwordIn } from '../kubernetes/password';
import { type Forwards, openForwards } from '../kubernetes/port-forward';
import { type ComponentState, lookAt } from '../kubernetes/readiness';
import { type Checks, Conclusive, createChecks, poll, Skipped } from './check';
import { checkEach } from './components';
import { checkDataSources } from './data-sources';
import { patience, type VerifyOptions } from './options';
import { conclude } from './report';
import { type ArgumentsOf, checkRetention } from './retention';
import { checkSignals } from './signals';
import { checkTargets } from './targets';

/** Where a person says the password of Grafana's administrator who changed it there. */
const PASSWORD = 'O11Y_GRAFANA_PASSWORD';

/**
 * Checks an environment in a cluster and prints the result; true when nothing failed. First whether everything is ready; then, unless
 * only that is asked for, telemetry is sent through the collector and read back, through ports that kubectl forwards.
 */
export async function verify(platform: Platform, options: VerifyOptions): Promise<boolean> {
  const { cluster } = openCluster(platform);
  const checks = createChecks();
  const deadline = Date.now() + patience(platform.config) * 1_000;
  const look = createLook(cluster, platform);
  const { config } = platform;
  if ((await look()).every(({ desired }) => desired === undefined)) {
    checks.start('Components', 'deployment', async () => {
      throw new Error(`${environmentPrefix(config)} is not deployed in this cluster: npx o11y deploy ${config.name}`);
    });
    return conclude(checks, config.name, options.json);
  }
  checkObjects(checks, cluster, platform, deadline);
  if (options.only === 'readiness') {
    checkEach(checks, platform, deadline, [], async ({ name }) => [await readiness(look, name, deadline)]);
    return conclude(checks, config.name, options.json);
  }
  let forwards: Forwards | undefined;
  try {
    forwards = await openForwards(cluster, platform);
    startChecks(checks, cluster, platform, deadline, look, forwards);
    return await conclude(checks, config.name, options.json);
  } finally {
    forwards?.close();
  }
}

function startChecks(
  checks: Checks,
  cluster: Cluster,
  platform: Platform,
  deadline: number,
  look: Look,
  { places, problems }: Forwards,
): void {
  checkEach(checks, platform, deadline, places, async ({ name }) => [await readiness(look, name, deadline)]);
  for (const { component, reason } of problems) {
    checks.start('Telemetry', `way to ${component}`, async () => {
      throw new Error(reason);
    });
  }
  checkTargets(checks, platform, deadline, places);
  checkSignals(checks, platform, deadline, places);
  checkDataSources(checks, platform, deadline, async () => process.env[PASSWORD] || passwordIn(cluster, platform), places);
  checkRetention(checks, platform, deadline, podArguments(look), places);
}

type Look = () => Promise<readonly ComponentState[]>;

/** How long one look serves every check: each would start the same processes. */
const SHARED_MS = 900;

function createLook(cluster: Cluster, platform: Platform): Look {
  let last: { readonly at: number; readonly answer: Promise<readonly ComponentState[]> } | undefined;
  return () => {
    const now = Date.now();
    if (last === undefined || now - last.at > SHARED_MS) last = { at: now, answer: lookAt(cluster, platform) };
    return last.answer;
  };
}

/** In words that a component's pods are ready. @throws Conclusive when waiting does not mend it */
function readiness(look: Look, component: string, deadline: number): Promise<string> {
  return poll(deadline, async () => {
    const state = (await look()).find((other) => other.component === component);
    if (state === undefined) throw new Conclusive('no release delivers it');
    if (state.state === 'failed') throw new Conclusive(state.reason);
    if (state.state === 'waiting') throw new Error(state.reason);
    const restarts = state.restarts === 0 ? '' : `, restarted ${state.restarts} ${state.restarts === 1 ? 'time' : 'times'}`;
    return `${state.reason}${restarts}`;
  });
}

/** The operator's kinds, as the API names their collections. */
const PLURALS = { Prometheus: 'prometheuses.monitoring.coreos.com', Alertmanager: 'alertmanagers.monitoring.coreos.com' } as const;

/** Starts a check of the volumes, and of every custom resource that an operator makes pods of. */
export function checkObjects(checks: Checks, cluster: Cluster, platform: Platform, deadline: number): void {
  checks.start('Components', 'volumes', () =>
    poll(deadline, async () => {
      const found = await Promise.all(
        namespacesOf(platform).map((name) => cluster.list(claimSchema, 'persistentvolumeclaims', '-n', name)),
      );
      const claims = found.flat();
      if (claims.length === 0) throw new Skipped('there are none');
      const unbound = claims.filter(({ status }) => status.phase !== 'Bound');
      if (unbound.length > 0) throw new Error(unbound.map(({ metadata, status }) => `${metadata.name} is ${status.phase}`).join(', '));
      return `${claims.length} bound`;
    }),
  );
  for (const { namespace, delivers } of platform.releases) {
    for (const { name, workload } of delivers) {
      if (workload.kind !== 'Prometheus' && workload.kind !== 'Alertmanager') continue;
      const kind = PLURALS[workload.kind];
      checks.start('Components', `operator's ${name}`, () =>
        poll(deadline, async () => {
          const found = await cluster.find(customResourceSchema, kind, workload.name, '-n', namespaceName(platform, namespace));
          if (found === undefined) throw new Conclusive(`there is no ${workload.kind} ${workload.name}`);
          const bad = found.status.conditions.find(({ status }) => status !== 'True');
          if (bad !== undefined) throw new Error(`${bad.type} is ${bad.status}: ${bad.message || bad.reason}`);
          if (found.status.conditions.length === 0) throw new Error('the operator has not looked at it yet');
          return found.status.conditions.map(({ type }) => type.toLowerCase()).join(', ');
        }),
      );
    }
  }
}

/** The arguments of a component's first container, as its pod has them. */
const podArguments =
  (look: Look): ArgumentsOf =>
  async (component) => {
    const pod = (await look()).find((other) => other.component === component)?.pods[0];
    const container = pod?.spec.containers.find(({ name }) => name === component) ?? pod?.spec.containers[0];
    if (container === undefined) throw new Error('it has no pod');
    return container.args;
  };
