import type Dockerode from 'dockerode';
import type { ComponentPlan } from '../../constructs/core/component';
import { resourceName } from '../../constructs/core/naming';
import type { Platform } from '../../constructs/core/platform';
import { PROBE_JOB } from '../../constructs/prometheus/scrape-jobs';
import { publishedPlaces } from '../docker/addresses';
import { ownContainer } from '../docker/containers';
import { type Place, placeOfSource } from '../target/places';
import { type Checks, Conclusive, poll, Skipped } from './check';
import { getText } from './http';
import { queryValues } from './prometheus';

/** What the engine says of a container, as far as it matters here. */
export interface ContainerState {
  readonly Status: string;
  readonly ExitCode: number;
  readonly OOMKilled: boolean;
  readonly StartedAt: string;
  readonly Health?: { readonly Status: string } | undefined;
}

/** A container that was restarted by the engine counts as running when it has stayed up for so long. */
const STABLE_MS = 30_000;

/** Whether health endpoints are probed from inside. */
export const hasProber = ({ components }: Platform): boolean => components.some(({ product }) => product === 'blackbox-exporter');

/** Starts a check of every component: its container, its health endpoint, and the platform's own probe of that. */
export function checkComponents(checks: Checks, platform: Platform, deadline: number, engine: Dockerode | undefined): void {
  checkEach(checks, platform, deadline, publishedPlaces(platform), async ({ name }) => {
    const said = await containerDetail(engine, platform, name, deadline);
    return said === undefined ? [] : [said];
  });
}

/**
 * Starts a check of every component: what runs, its health endpoint where it is reached, and the platform's own probe of that.
 *
 * @param running says in words that the component runs; nothing when that cannot be known here
 */
export function checkEach(
  checks: Checks,
  platform: Platform,
  deadline: number,
  places: readonly Place[],
  running: (component: ComponentPlan) => Promise<readonly string[]>,
): void {
  const metrics = placeOfSource(places, ['prometheus']);
  const prober = hasProber(platform) ? metrics : undefined;
  for (const component of platform.components) {
    checks.start('Components', `component ${component.name}`, async () => {
      // First, because what does not run is not worth asking.
      const runs = await running(component);
      const health = await Promise.all([...healthDetails(component, places, deadline), ...probeDetails(component, prober, deadline)]);
      const said = [...runs, ...health];
      if (said.length === 0) throw new Skipped('no Docker engine answers, and no health endpoint of it is published or probed');
      return said.join(', ');
    });
  }
}

async function containerDetail(
  engine: Dockerode | undefined,
  { config }: Platform,
  component: string,
  deadline: number,
): Promise<string | undefined> {
  if (engine === undefined) return undefined;
  return poll(deadline, async () => {
    const container = await ownContainer(engine, config, component);
    if (container === undefined) throw new Conclusive(`there is no container ${resourceName(config, component)}: deploy it`);
    const { State, RestartCount } = container;
    return containerVerdict(State, RestartCount, Date.now());
  });
}

/**
 * The state of a container in words when it is good.
 *
 * @throws Conclusive when waiting does not mend it, Error while it may still become good
 */
export function containerVerdict(state: ContainerState, restarts: number, now: number): string {
  const restarted = restarts === 0 ? '' : `, restarted ${restarts} ${restarts === 1 ? 'time' : 'times'}`;
  if (state.Status === 'restarting' || (restarts > 0 && now - Date.parse(state.StartedAt) < STABLE_MS)) {
    throw new Error(`the container does not stay up${restarted}, last exit code ${state.ExitCode}${outOfMemory(state)}: see its log`);
  }
  if (state.Status !== 'running')
    throw new Conclusive(`the container is ${state.Status}, exit code ${state.ExitCode}${outOfMemory(state)}: see its log`);
  const health = state.Health?.Status;
  if (health !== undefined && health !== 'healthy' && health !== 'none') throw new Error(`the container's health check says ${health}`);
  return `running${health === 'healthy' ? ' and healthy' : ''}${restarted}`;
}

const outOfMemory = ({ OOMKilled }: ContainerState): string => (OOMKilled ? ' (out of memory)' : '');

const healthDetails = (component: ComponentPlan, places: readonly Place[], deadline: number): readonly Promise<string>[] =>
  places
    .filter((place) => place.component.name === component.name && place.endpoint.healthPath !== undefined)
    .map(({ endpoint, url }) =>
      poll(deadline, async () => {
        await getText(`${url}${endpoint.healthPath ?? ''}`);
        return `${endpoint.healthPath} answers`;
      }),
    );

function probeDetails(component: ComponentPlan, prober: Place | undefined, deadline: number): readonly Promise<string>[] {
  const probed = component.endpoints.some(({ healthPath, protocol }) => healthPath !== undefined && protocol === 'http');
  if (prober === undefined || !probed) return [];
  return [
    poll(deadline, async () => {
      const values = await queryValues(prober.url, `probe_success{job="${PROBE_JOB}",component="${component.name}"}`);
      if (values.length === 0) throw new Error('it is not probed from inside yet');
      if (values.some((value) => value !== 1))
        throw new Error('the probe from inside fails (probe_success is 0): its neighbours do not reach it');
      return 'probe succeeds';
    }),
  ];
}
