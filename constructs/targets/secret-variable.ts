import { TerraformVariable } from 'cdktf';
import type { Construct } from 'constructs';

/** The variable of Terraform that a secret's value comes by, under the secret's own name. */
export function secretVariable(scope: Construct, name: string): TerraformVariable {
  const variable = new TerraformVariable(scope, name, {
    type: 'string',
    sensitive: true,
    nullable: false,
    description: `Secret; set TF_VAR_${name}`,
  });
  variable.overrideLogicalId(name);
  return variable;
}
