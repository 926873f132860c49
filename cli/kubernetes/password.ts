import { secretOf } from '../../constructs/core/kubernetes';
import type { Platform } from '../../constructs/core/platform';
import { CommandError } from '../terminal/exit';
import { type Cluster, kubernetesTarget } from './cluster';
import { secretSchema } from './objects';

/** The password of Grafana's administrator, from its Secret. @throws CommandError when there is none */
export async function passwordIn(cluster: Cluster, platform: Platform): Promise<string> {
  const { namespace } = kubernetesTarget(platform);
  const name = passwordSecret(platform);
  if (name === undefined) throw new CommandError(`Grafana of ${platform.config.name} has no password that was given to it`);
  const { name: secret, key } = secretOf({ name });
  const found = await cluster.find(secretSchema, 'secret', secret, '-n', namespace);
  const value = found?.data[key];
  if (value === undefined)
    throw new CommandError(
      `there is no Secret ${secret} with the key "${key}" in ${namespace}: npx o11y doctor ${platform.config.name} says how to make it`,
    );
  return Buffer.from(value, 'base64').toString('utf8');
}

/** The secret's name in the configuration: the one that is generated on Docker. Pure. */
function passwordSecret({ components }: Platform): string | undefined {
  const grafana = components.find(({ product }) => product === 'grafana');
  const sources = [...(grafana?.secretFiles.map(({ source }) => source) ?? []), ...Object.values(grafana?.secretEnvironment ?? {})];
  return sources.find(({ name }) => name === 'grafana_admin_password')?.name;
}
