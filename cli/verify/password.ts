import { findTerraform, output } from '../terraform/terraform';
import { Conclusive } from './check';
import type { PasswordOf } from './data-sources';

/** Where a person says it who changed it in Grafana, or who has no state here. */
const VARIABLE = 'O11Y_GRAFANA_PASSWORD';

/**
 * The generated password: from the environment, or else from the stack's outputs. Starts a process.
 *
 * @param folder the synthesised stack
 */
export const passwordFrom =
  (folder: string): PasswordOf =>
  async (name) => {
    const given = process.env[VARIABLE];
    if (given !== undefined && given !== '') return given;
    const found = await output({ program: findTerraform(), folder, variables: {} }, name).catch(() => undefined);
    if (found === undefined || found === '')
      throw new Conclusive(`its password is unknown: the state of ${folder} has no output ${name}; set ${VARIABLE}`);
    return found;
  };
