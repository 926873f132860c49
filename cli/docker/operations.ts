import { existsSync } from 'node:fs';
import { environmentPrefix } from '../../constructs/core/naming';
import { countText } from '../../cost/text';
import { formatAddresses } from '../target/addresses';
import type { Operations } from '../target/operations';
import { CommandError } from '../terminal/exit';
import { interruptible } from '../terminal/interrupt';
import { note } from '../terminal/output';
import { ensureInitialised } from '../terraform/init';
import { readStack } from '../terraform/stack';
import { findTerraform, output } from '../terraform/terraform';
import { addressesOf } from './addresses';
import { deploy } from './deploy';
import { destroy } from './destroy';
import { objectsOf } from './leftovers';
import { lockOf } from './lock';
import { preflight } from './preflight';
import { openSession, requireEngine } from './session';
import { formatStatus, isWell, statusOf } from './status';
import { existingVolumes, removeVolumes, unclearText } from './volumes';

/** The stack's output that holds Grafana's generated password. */
const PASSWORD = 'grafana_admin_password';

/** An environment of containers on a Docker engine. */
export const dockerOperations: Operations = {
  removes: 'the containers and networks',
  preflight,
  open: openSession,
  deploy: async (project, platform, progress, options) => deploy(project, await openSession(project, platform), progress, options),
  access: (platform) => {
    const addresses = addressesOf(platform);
    return { addresses, text: formatAddresses(addresses) };
  },
  status: async (platform) => {
    const components = await statusOf(await requireEngine(), platform);
    return { components, text: formatStatus(components), well: components.every(isWell) };
  },
  paused: async (platform) => {
    const paused = (await objectsOf(await requireEngine(), platform)).filter(
      (object) => object.paused === true && object.ownership === 'own',
    );
    return paused.map(({ name }) => name.slice(environmentPrefix(platform.config).length + 1)).sort();
  },
  password: async (project, { config: { name } }) => {
    const stack = readStack(project, name);
    const none = new CommandError(`${name} has no password yet: npx o11y deploy ${name} makes it`);
    if (stack.stateFile !== undefined && !existsSync(stack.stateFile)) throw none;
    const terraform = { program: findTerraform(), folder: stack.folder, variables: {} };
    await ensureInitialised(terraform, stack);
    const password = await output(terraform, PASSWORD);
    if (password === undefined || password === '') throw none;
    return password;
  },
  destroy: async (project, platform, progress, takeOver) => {
    const session = await openSession(project, platform);
    const { remove } = await destroy(session, progress, takeOver);
    return { removed: remove, volumes: (await existingVolumes(session.engine, platform)).own };
  },
  remains: async (platform) => {
    const engine = await requireEngine();
    const containers = (await objectsOf(engine, platform)).filter(({ kind, ownership }) => kind === 'container' && ownership === 'own');
    const volumes = await existingVolumes(engine, platform);
    return {
      running: containers.length === 0 ? undefined : countText(containers.length, 'container'),
      volumes: volumes.own,
      besides: [],
      leftAlone: unclearText(platform, volumes),
    };
  },
  purge: async (project, platform, { volumes }) => {
    const engine = await requireEngine();
    const hold = lockOf(engine, platform.config, readStack(project, platform.config.name).folder);
    return interruptible(
      () => note('\nStopping when the volumes under way are deleted.'),
      ({ stop }) => hold('purge', stop, () => removeVolumes(engine, platform, volumes)),
    );
  },
};
