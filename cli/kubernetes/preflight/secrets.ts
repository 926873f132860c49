import type { ComponentPlan } from '../../../constructs/core/component';
import { secretOf } from '../../../constructs/core/kubernetes';
import type { Platform } from '../../../constructs/core/platform';
import { type Finding, failed, ok } from '../../preflight/finding';
import { type Cluster, kubernetesTarget, namespaceName } from '../cluster';
import { objectSchema, secretSchema } from '../objects';

/** A secret, and who needs it in which namespace. */
interface NeededSecret {
  /** Its name in the configuration. */
  readonly name: string;
  readonly namespace: string;
  readonly users: readonly string[];
}

/** Every secret that the pods of a namespace need. Pure. */
function neededSecrets(platform: Platform): readonly NeededSecret[] {
  const needed = new Map<string, NeededSecret>();
  for (const { namespace: role, delivers } of platform.releases) {
    const namespace = namespaceName(platform, role);
    for (const { name: component } of delivers) {
      const plan = platform.components.find((other) => other.name === component);
      for (const name of plan === undefined ? [] : secretNames(plan)) {
        const key = `${namespace}/${name}`;
        needed.set(key, { name, namespace, users: [...new Set([...(needed.get(key)?.users ?? []), component])] });
      }
    }
  }
  return [...needed.values()];
}

const secretNames = ({ secretFiles, secretEnvironment = {} }: ComponentPlan): readonly string[] =>
  [...secretFiles.map(({ source }) => source), ...Object.values(secretEnvironment)].map(({ name }) => name);

/** Whether every Secret is there that somebody else makes, or every variable is set from which it is written. */
export async function clusterSecretFindings(
  cluster: Cluster,
  platform: Platform,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<readonly Finding[]> {
  const needed = neededSecrets(platform);
  if (kubernetesTarget(platform).secrets.kind === 'write-only') return needed.map((secret) => variableFinding(secret, environment));
  // One by one: who may read these need not be allowed to list all.
  return Promise.all(needed.map((secret) => secretFinding(cluster, secret)));
}

async function secretFinding(cluster: Cluster, { name: reference, namespace, users }: NeededSecret): Promise<Finding> {
  const { name, key } = secretOf({ name: reference });
  const check = `secret ${name}`;
  const needs = `${users.join(', ')} ${users.length === 1 ? 'needs' : 'need'}`;
  const create = `${cluster.command} -n ${namespace} create secret generic ${name} --from-file=${key}=<file with the value>`;
  const found = await cluster.find(secretSchema, 'secret', name, '-n', namespace);
  if (found === undefined) {
    const missing = (await cluster.find(objectSchema, 'namespace', namespace)) === undefined;
    return failed(
      check,
      `there is no Secret ${name} in ${namespace}, which ${needs}`,
      missing ? `${cluster.command} create namespace ${namespace}; ${create}` : create,
    );
  }
  return found.data[key] === undefined
    ? failed(
        check,
        `the Secret ${name} in ${namespace} has no key "${key}", which ${needs}`,
        `${create} --dry-run=client -o yaml | ${cluster.command} apply -f -`,
      )
    : ok(check, `the Secret ${name} is in ${namespace}`);
}

function variableFinding({ name, users }: NeededSecret, environment: NodeJS.ProcessEnv): Finding {
  const variable = `TF_VAR_${name}`;
  return (environment[variable] ?? '') === ''
    ? failed(
        `secret ${name}`,
        `${variable} is not set: ${users.join(', ')} ${users.length === 1 ? 'needs' : 'need'} it`,
        `export ${variable}=<its value>`,
      )
    : ok(`secret ${name}`, `${variable} is set`);
}
