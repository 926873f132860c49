import { Container } from '@cdktf/provider-docker/lib/container';
import { Image } from '@cdktf/provider-docker/lib/image';
import { Network } from '@cdktf/provider-docker/lib/network';
import { DockerProvider } from '@cdktf/provider-docker/lib/provider';
import { type ITerraformDependable, TerraformStack, TerraformVariable } from 'cdktf';
import type { Construct } from 'constructs';
import { configError } from '../../config/errors';
import type { EnvironmentConfig } from '../../config/schema/environment';
import type { DockerTargetConfig } from '../../config/schema/target';
import { mebibytes } from '../../config/units';
import { type ImageReference, imageName, images, providers } from '../../config/versions';
import type { ComponentDefinition, ComponentPlan, Zone } from '../core/component';
import { ownerLabels } from '../core/labels';
import { resourceName } from '../core/naming';
import { textOf } from '../core/native';
import { type Platform, resolvePlatform } from '../core/platform';
import { zonesOf } from '../core/topology';
import { dockerAddressing } from './addressing';
import { containerAttributes, dockerLabels, networkAttachments } from './docker-container';
import { DockerSecrets } from './docker-secrets';
import { volumeOwner } from './docker-volume-owner';
import { DEFAULT_ENGINE_PATHS, type EnginePaths } from './engine-paths';
import { escapeTerraform } from './escape';
import { DeploymentTarget } from './target';

export interface DockerTargetProps {
  readonly config: EnvironmentConfig;
  /** The products that may be deployed; those that the configuration has off are left out. */
  readonly definitions: readonly ComponentDefinition[];
}

/** Zones without a way out: nothing in them has business with the internet. */
const INTERNAL_ZONES: readonly Zone[] = ['storage', 'control', 'inspection'];

/** Deploys any plan as a container of one Docker engine. It knows no product. */
export class DockerTarget extends DeploymentTarget {
  readonly config: EnvironmentConfig;
  readonly definitions: readonly ComponentDefinition[];
  readonly platform: Platform;
  private readonly target: DockerTargetConfig;
  private readonly engine: EnginePaths;
  private readonly secrets: DockerSecrets;
  private readonly images = new Map<string, Image>();
  private readonly networks = new Map<Zone, Network>();

  /** @throws ConfigError when the environment's target is not Docker */
  constructor(scope: Construct, id: string, props: DockerTargetProps) {
    super(scope, id);
    if (props.config.target.kind !== 'docker')
      throw configError('target.kind', props.config.target.kind, 'must be "docker" for a DockerTarget');
    this.config = props.config;
    this.definitions = props.definitions;
    this.target = props.config.target;
    this.platform = resolvePlatform(props.config, props.definitions, dockerAddressing);
    // DOCKER_HOST and its like say where the engine is.
    new DockerProvider(this, 'docker');
    TerraformStack.of(this).addOverride('terraform.required_providers.docker', providers.docker);
    this.engine = {
      dataRoot: this.variable(
        'docker_data_root',
        DEFAULT_ENGINE_PATHS.dataRoot,
        "The engine's data directory: docker info -f '{{.DockerRootDir}}'",
      ),
      socket: this.variable('docker_socket', DEFAULT_ENGINE_PATHS.socket, "The engine's socket on its own host"),
    };
    this.secrets = new DockerSecrets(this, 'secrets');
  }

  deploy(scope: Construct, plan: ComponentPlan): void {
    const zones = zonesOf(plan, this.platform.components);
    const attributes = containerAttributes(this.config, this.target, plan, this.engine);
    const container = new Container(scope, plan.name, {
      ...attributes,
      env: [...(attributes.env ?? []), ...this.secrets.environment(plan)],
      image: this.image(plan.image),
      dependsOn: [...zones.map((zone) => this.network(zone)), ...this.prepareVolume(scope, plan)],
    });
    container.overrideLogicalId(plan.name);
    // The typed bindings are older than the provider and lack these attributes.
    container.addOverride('memory_reservation', mebibytes(plan.resources.reservations.memory));
    container.addOverride('networks_advanced', networkAttachments(this.config, plan, zones));
    const uploads = [
      ...plan.files.map((file) => ({ file: file.path, content: escapeTerraform(textOf(file)), permissions: '0444' })),
      ...this.secrets.uploads(plan),
    ];
    if (uploads.length > 0) container.addOverride('upload', uploads);
  }

  /** The image's id, so that a container is replaced when its tag comes to mean another image. */
  private image(reference: ImageReference): string {
    const name = imageName(reference);
    const known = this.images.get(name);
    if (known !== undefined) return known.imageId;
    const logicalId = name.replaceAll(/[^A-Za-z0-9]+/g, '_');
    // keepLocally: another environment, or the next deployment, may use it.
    const image = new Image(this, logicalId, { name, keepLocally: true });
    image.overrideLogicalId(logicalId);
    this.images.set(name, image);
    return image.imageId;
  }

  private network(zone: Zone): Network {
    const known = this.networks.get(zone);
    if (known !== undefined) return known;
    const network = new Network(this, zone, {
      name: resourceName(this.config, zone),
      internal: INTERNAL_ZONES.includes(zone),
      labels: dockerLabels(ownerLabels(this.config)),
    });
    network.overrideLogicalId(zone);
    this.networks.set(zone, network);
    return network;
  }

  private prepareVolume(scope: Construct, plan: ComponentPlan): readonly ITerraformDependable[] {
    if (plan.storage?.owner === undefined) return [];
    const storage = { path: plan.storage.path, owner: plan.storage.owner };
    return [volumeOwner(scope, this.config, plan, storage, this.image(images.busybox))];
  }

  private variable(name: string, value: string, description: string): string {
    const variable = new TerraformVariable(this, name, { type: 'string', default: value, nullable: false, description });
    variable.overrideLogicalId(name);
    return variable.stringValue;
  }
}
