import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { EnvironmentConfig } from '../config/schema/environment';
import type { ComponentDefinition } from '../constructs/core/component';
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

/** A whole environment as one Terraform stack, whose id is the environment's name: `cdktf deploy dev`. */
export class EnvironmentStack extends TerraformStack {
  readonly target: DeploymentTarget;

  /** @throws ConfigError when the configuration cannot be rendered */
  constructor(scope: Construct, { config, definitions = registry, releases = releaseDefinitions }: EnvironmentStackProps) {
    super(scope, config.name);
    stateBackend(this, config);
    this.target =
      config.target.kind === 'docker'
        ? new DockerTarget(this, 'target', { config, definitions })
        : new KubernetesTarget(this, 'target', { config, definitions, releases });
    new Metrics(this, 'metrics');
    new Alerting(this, 'alerting');
    new Logs(this, 'logs');
    new Traces(this, 'traces');
    new Collection(this, 'collection');
    new Visualization(this, 'visualization');
  }
}
