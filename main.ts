import { type EnvironmentModule, loadEnvironments } from './config/load';
import { synthesize } from './stacks/synthesize';

/** Every file in config/environments is an environment, and becomes a stack of its name. */
const environments = await loadEnvironments(
  'config/environments',
  (name): Promise<EnvironmentModule> => import(`./config/environments/${name}.ts`),
);
synthesize(environments);
