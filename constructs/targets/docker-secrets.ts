import { Fn, TerraformOutput, TerraformResource, Token } from 'cdktf';
import { Construct } from 'constructs';
import type { ComponentPlan, SecretFile, SecretSource } from '../core/component';
import { secretVariable } from './secret-variable';

/** A file to be copied into a container, as the provider takes it. */
export interface Upload {
  readonly file: string;
  readonly content: string;
  readonly permissions: string;
}

/**
 * Values of secrets as references: variables of the stack, given as `TF_VAR_<name>`, or random values that Terraform makes
 * once and keeps in its state. No value is ever part of the synthesised output.
 */
export class DockerSecrets extends Construct {
  private readonly references = new Map<string, string>();

  /**
   * The secret files of a component. They are closed to nobody in the container, which has one user: to give them an owner,
   * the engine would look that user up on the host (moby's `docker cp --archive`), where a numeric one is unknown.
   */
  uploads(plan: ComponentPlan): readonly Upload[] {
    return plan.secretFiles.map((secret) => ({ file: secret.path, content: this.content(secret), permissions: '0444' }));
  }

  /** The variables of a component's environment that hold secrets. */
  environment(plan: ComponentPlan): readonly string[] {
    return Object.entries(plan.secretEnvironment ?? {}).map(([name, source]) => `${name}=${this.reference(source)}`);
  }

  private content({ source, jsonKey }: SecretFile): string {
    const reference = this.reference(source);
    return jsonKey === undefined ? reference : Fn.jsonencode({ [jsonKey]: reference });
  }

  private reference(source: SecretSource): string {
    const known = this.references.get(source.name);
    if (known !== undefined) return known;
    const reference = source.kind === 'given' ? secretVariable(this, source.name).stringValue : this.generated(source.name);
    this.references.set(source.name, reference);
    return reference;
  }

  private generated(name: string): string {
    // A random value without another provider: made once, then left alone.
    // cdktf's own class for it asks the terraform program for its version, which synthesis must do without.
    const resource = new TerraformResource(this, name, {
      terraformResourceType: 'terraform_data',
      lifecycle: { ignoreChanges: ['input'] },
    });
    resource.overrideLogicalId(name);
    resource.addOverride('input', Fn.uuid());
    const value = Token.asString(Fn.sensitive(resource.interpolationForAttribute('output')));
    const output = new TerraformOutput(this, `${name}_output`, { value, sensitive: true });
    output.overrideLogicalId(name);
    return value;
  }
}
