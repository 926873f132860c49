import { Container } from '@cdktf/provider-docker/lib/container';
import type { Construct } from 'constructs';
import type { EnvironmentConfig } from '../../config/schema/environment';
import type { ComponentPlan, Storage } from '../core/component';
import { ownerLabels } from '../core/labels';
import { resourceName } from '../core/naming';
import { dockerLabels } from './docker-container';

/**
 * Gives a volume to the user that a component runs as, where its image does not bring the directory along: a new volume
 * belongs to root. Runs once, before the component, and ends; Kubernetes does the same with `fsGroup`.
 */
export function volumeOwner(
  scope: Construct,
  config: EnvironmentConfig,
  plan: ComponentPlan,
  storage: Required<Storage>,
  image: string,
): Container {
  const name = `${plan.name}-volume-owner`;
  const container = new Container(scope, name, {
    name: resourceName(config, name),
    image,
    command: ['chown', `${storage.owner.user}:${storage.owner.group}`, storage.path],
    mustRun: false,
    attach: true,
    restart: 'no',
    networkMode: 'none',
    readOnly: true,
    capabilities: { drop: ['ALL'], add: ['CAP_CHOWN'] },
    securityOpts: ['no-new-privileges:true'],
    memory: 16,
    memorySwap: 16,
    logDriver: 'json-file',
    logOpts: { 'max-size': '1000000', 'max-file': '1' },
    mounts: [{ type: 'volume', source: resourceName(config, plan.name), target: storage.path }],
    labels: dockerLabels(ownerLabels(config)),
  });
  container.overrideLogicalId(name);
  return container;
}
