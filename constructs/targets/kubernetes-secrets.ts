import { SecretV1 } from '@cdktf/provider-kubernetes/lib/secret-v1';
import type { ITerraformDependable, TerraformVariable } from 'cdktf';
import { Construct } from 'constructs';
import type { ComponentPlan } from '../core/component';
import { planNamed, secretOf } from '../core/kubernetes';
import type { Platform } from '../core/platform';
import type { NamespaceRole } from '../core/release';
import { deliveriesIn, namespacesOf, type ObjectContext } from './kubernetes-objects';
import { secretVariable } from './secret-variable';

/** A Secret that a component of a namespace needs, as plain data. */
export interface RequiredSecret {
  readonly namespace: NamespaceRole;
  /** Name and key of the Secret. */
  readonly name: string;
  readonly key: string;
  /** Name of the secret in the configuration, and of its variable: `TF_VAR_<variable>`. */
  readonly variable: string;
}

/** Every Secret that the platform's pods need, in each namespace where one does. Pure. */
export const requiredSecrets = (platform: Platform): readonly RequiredSecret[] =>
  namespacesOf(platform).flatMap((namespace) => {
    const plans = deliveriesIn(platform, namespace).map(({ component }) => planNamed(platform.components, component.name));
    const names = new Set(plans.flatMap(secretNames));
    return [...names].sort().map((name) => ({ namespace, ...secretOf({ name }), variable: name }));
  });

/** Names of the secrets that a component takes, from files or from its environment. */
const secretNames = ({ secretFiles, secretEnvironment = {} }: ComponentPlan): readonly string[] =>
  [...secretFiles.map(({ source }) => source), ...Object.values(secretEnvironment)].map(({ name }) => name);

/**
 * Secrets written from ephemeral variables by way of a write-only attribute: no plan and no state holds their values, and a value that was
 * to be generated is given like the others. https://developer.hashicorp.com/terraform/language/manage-sensitive-data/write-only
 */
export class WriteOnlySecrets extends Construct {
  private readonly variables = new Map<string, TerraformVariable>();
  private readonly secrets = new Map<NamespaceRole, ITerraformDependable[]>();

  constructor(scope: Construct, id: string, required: readonly RequiredSecret[], revision: number, objects: ObjectContext) {
    super(scope, id);
    for (const { namespace, name, key, variable } of required) {
      const secret = new SecretV1(this, `${namespace}-${name}`, {
        metadata: objects.metadata(namespace, name),
        type: 'Opaque',
        dependsOn: objects.namespaceReady(namespace),
      });
      secret.overrideLogicalId(`${namespace}-${name}`);
      secret.addOverride('data_wo', { [key]: this.variable(variable) });
      secret.addOverride('data_wo_revision', revision);
      this.secrets.set(namespace, [...this.in(namespace), secret]);
    }
  }

  in(namespace: NamespaceRole): ITerraformDependable[] {
    return this.secrets.get(namespace) ?? [];
  }

  private variable(name: string): string {
    const known = this.variables.get(name);
    if (known !== undefined) return known.stringValue;
    const variable = secretVariable(this, name);
    // Newer than cdktf: a merely sensitive value would be in a saved plan.
    variable.addOverride('ephemeral', true);
    this.variables.set(name, variable);
    return variable.stringValue;
  }
}
