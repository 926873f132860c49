import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { EnvironmentConfig } from '../config/schema/environment';
import { minimumTerraform } from '../config/terraform';
import type { ComponentDefinition, Role } from '../constructs/core/component';
import type { ReleaseDefinition } from '../constructs/core/release-definition';
import { registry } from '../constructs/registry';
import { releaseDefinitions } from '../constructs/releases';
import { DockerTarget } from '../constructs/targets/docker';
import { KubernetesTarget } from '../constructs/targets/kubernetes';
import type { DeploymentTarget } from '../constructs/targets/target';
import { Alerting } from './alerting';
import { Collection } from './collection';
import { Logs } from './logs';
import { Metrics } from './metrics';
import type { Part } from './part';
import { stateBackend } from './state-backend';
import { Traces } from './traces';
import { Visualization } from './visualization';

export interface EnvironmentStackProps {
  readonly config: EnvironmentConfig;
  /** The products that may be deployed. Default: all of the toolkit's. */
  readonly definitions?: readonly ComponentDefinition[];
  /** The charts that deliver them on Kubernetes. Default: all of the toolkit's. */
  readonly releases?: readonly ReleaseDefinition[];
}

/** In the order in which they are in the stack. */
const PARTS: Readonly<Record<Role, new (scope: Construct, id: string) => Part>> = {
  metrics: Metrics,
  alerting: Alerting,
  logs: Logs,
  traces: Traces,
  collection: Collection,
  visualization: Visualization,
};

/** A whole environment as one Terraform stack, whose id is the environment's name: `cdktf deploy dev`. */
export class EnvironmentStack extends TerraformStack {
  readonly target: DeploymentTarget;

  /** @throws ConfigError when the configuration cannot be rendered */
  constructor(scope: Construct, { config, definitions = registry, releases = releaseDefinitions }: EnvironmentStackProps) {
    super(scope, config.name);
    stateBackend(this, config);
    this.addOverride('terraform.required_version', `>= ${minimumTerraform(config)}`);
    this.target =
      config.target.kind === 'docker'
        ? new DockerTarget(this, 'target', { config, definitions })
        : new KubernetesTarget(this, 'target', { config, definitions, releases });
    for (const [id, PartOfStack] of Object.entries(PARTS)) new PartOfStack(this, id);
  }
}
