import type Dockerode from 'dockerode';
import { PART_OF } from '../../constructs/core/labels';
import { environmentPrefix } from '../../constructs/core/naming';
import { type Ownership, ownershipOf } from '../../constructs/core/ownership';
import type { Platform } from '../../constructs/core/platform';
import { CannotDeployError, CommandError } from '../terminal/exit';
import type { Stack } from '../terraform/stack';
import { type Recovery, readState, recoveryOf, type State } from '../terraform/state';
import { isNotFound } from './containers';

/** A container or network of an environment, or one that an older version made and that may be another's. */
export interface EngineObject {
  readonly kind: 'container' | 'network';
  readonly id: string;
  readonly name: string;
  readonly ownership: Exclude<Ownership, 'foreign' | 'unlabelled'>;
  /** Whether somebody has paused it: its processes stand still. */
  readonly paused?: boolean;
}

/** Every container and network that the engine has of an environment, or may have. */
export async function objectsOf(engine: Dockerode, platform: Platform): Promise<readonly EngineObject[]> {
  const filters = { label: [`${PART_OF}=${environmentPrefix(platform.config)}`] };
  const [containers, networks] = await Promise.all([engine.listContainers({ all: true, filters }), engine.listNetworks({ filters })]);
  const objects = [
    ...containers.map(({ Id, Names, Labels, State }) => ({
      kind: 'container' as const,
      id: Id,
      name: (Names[0] ?? '').replace(/^\//, ''),
      labels: Labels,
      paused: State === 'paused',
    })),
    ...networks.map(({ Id, Name, Labels }) => ({ kind: 'network' as const, id: Id, name: Name, labels: Labels ?? {} })),
  ];
  return objects.flatMap(({ labels, ...object }) => {
    const ownership = ownershipOf(platform.config, labels);
    return ownership === 'own' || ownership === 'ambiguous' ? [{ ...object, ownership }] : [];
  });
}

/** What a command does about what another folder has deployed: it refuses in its own words, or takes it over. */
export type Wish = 'deploy' | 'destroy' | 'take-over';

/** Those that are the environment's without doubt: by their labels, or because its state knows them. Pure. */
const ownAmong = (objects: readonly EngineObject[], { ids }: Pick<State, 'ids'>): readonly EngineObject[] =>
  objects.filter(({ ownership, id }) => ownership === 'own' || ids.has(id));

/**
 * What a deployment that was killed had made and not yet noted in its state: Terraform would run into it, because a name can
 * be used once. Pure.
 *
 * @param objects those that are the environment's
 * @param wish what to do about things that the state does not know when it knows nothing of the environment
 * @throws CannotDeployError when the state knows nothing of the environment: it is then somebody else's deployment
 */
export function leftoversOf(
  objects: readonly EngineObject[],
  state: Pick<State, 'ids'>,
  stack: Stack,
  environment: string,
  wish: Wish,
): readonly EngineObject[] {
  const unknown = objects.filter(({ id }) => !state.ids.has(id));
  if (unknown.length === 0) return [];
  const known = objects.length - unknown.length;
  // Networks alone are what a removal left that the engine did not finish: nobody runs anything on them.
  const deployed = unknown.some(({ kind }) => kind === 'container');
  if (known === 0 && deployed && wish !== 'take-over') {
    const names = unknown.map(({ name }) => name).sort();
    throw new CannotDeployError(
      [
        `${names.length} containers and networks of this environment exist that ${stack.stateFile ?? 'the state'} does not know: ${clip(names)}.`,
        `They were deployed from another folder, or the state was lost. Deploy or destroy from that folder; or have them ${wish === 'deploy' ? 'replaced' : 'removed'} (data volumes stay) with`,
        `  npx o11y ${wish} ${environment} --take-over`,
      ].join('\n'),
      'the environment is deployed from another folder',
    );
  }
  return unknown;
}

const clip = (names: readonly string[]): string => (names.length > 4 ? `${names.slice(0, 4).join(', ')}, …` : names.join(', '));

/** Removes containers and networks. Data volumes are left alone. */
export async function removeObjects(engine: Dockerode, objects: readonly EngineObject[]): Promise<void> {
  const containers = objects.filter(({ kind }) => kind === 'container');
  await Promise.all(containers.map(({ id }) => engine.getContainer(id).remove({ force: true, v: false })));
  const networks = objects.filter(({ kind }) => kind === 'network');
  const results = await Promise.allSettled(networks.map(({ id }) => engine.getNetwork(id).remove()));
  const reasons = results.flatMap((result) =>
    result.status === 'rejected' && !isNotFound(result.reason) ? [messageOf(result.reason)] : [],
  );
  if (reasons.length > 0) throw new CommandError([...reasons, ...stuckNetworkAdvice(reasons.join('\n'))].join('\n'));
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message.trim() : String(error));

/** Lets containers go on that somebody has paused. Returns their names. */
export async function resume(engine: Dockerode, objects: readonly EngineObject[]): Promise<readonly string[]> {
  const paused = objects.filter((object) => object.paused === true);
  await Promise.all(paused.map(({ id }) => engine.getContainer(id).unpause()));
  return paused.map(({ name }) => name).sort();
}

/**
 * What frees a network that the engine does not remove though nothing is attached to it: engines lose count of endpoints when containers come
 * and go at once. https://github.com/moby/moby/issues/17217
 */
export const stuckNetworkAdvice = (reasons: string): readonly string[] =>
  reasons.includes('active endpoints')
    ? [
        'The engine counts endpoints on a network that no container has any more (docker network inspect lists none). Data is not affected.',
        'Restart the engine (sudo systemctl restart docker, or Docker Desktop), which forgets them, and run the command again.',
      ]
    : [];

/** A container that is not part of the environment, on one of its networks. */
export interface Guest {
  readonly container: string;
  readonly network: string;
}

/** Running containers of others on the networks of an environment; the engine removes no network that has one. */
export async function guestsOf(engine: Dockerode, objects: readonly EngineObject[]): Promise<readonly Guest[]> {
  const own = new Set(objects.map(({ id }) => id));
  const networks = objects.filter(({ kind }) => kind === 'network');
  const attached = await Promise.all(
    networks.map(async ({ id, name }) => {
      const { Containers } = (await engine.getNetwork(id).inspect()) as {
        readonly Containers?: Readonly<Record<string, { readonly Name: string }>>;
      };
      return Object.entries(Containers ?? {}).flatMap(([container, { Name }]) =>
        own.has(container) ? [] : [{ container: Name, network: name }],
      );
    }),
  );
  return attached.flat();
}

/** Says which containers are in the way of removing networks, and how to take them off. */
export const guestsText = (guests: readonly Guest[]): string =>
  [
    'containers of others are attached to networks of this environment, which cannot be removed before they are disconnected:',
    ...guests.map(({ container, network }) => `  docker network disconnect ${network} ${container}`),
    'Nothing was touched.',
  ].join('\n');

/** What a run that was cut off left behind, and how to tidy it up. */
export interface Remains {
  /** What is the environment's, left over or not. */
  readonly own: readonly EngineObject[];
  readonly leftovers: readonly EngineObject[];
  readonly recovery: Recovery | undefined;
}

/** Finds what an earlier run left behind. Touches nothing. @throws CannotDeployError */
export function remainsOf(objects: readonly EngineObject[], stack: Stack, environment: string, cutOff: boolean, wish: Wish): Remains {
  if (stack.stateFile === undefined) return { own: objects, leftovers: [], recovery: undefined };
  const recovery = cutOff ? recoveryOf(stack.stateFile) : undefined;
  const state = recovery?.state ?? readState(stack.stateFile);
  const own = ownAmong(objects, state);
  return { own, leftovers: leftoversOf(own, state, stack, environment, cutOff ? 'take-over' : wish), recovery };
}
