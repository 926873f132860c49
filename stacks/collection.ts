import { Construct } from 'constructs';
import { ContainerLogIndex } from '../constructs/discovery/container-log-index';
import { DockerSocketProxy } from '../constructs/discovery/socket-proxy';
import { OtelCollector } from '../constructs/otel-collector';
import { OtelCollectorAgent } from '../constructs/otel-collector/agent';
import { OtelSampler } from '../constructs/otel-collector/sampler';

/** Receives telemetry, reads container logs and finds what runs on the engine. */
export class Collection extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new OtelCollector(this);
    new OtelSampler(this);
    new DockerSocketProxy(this);
    new ContainerLogIndex(this);
    new OtelCollectorAgent(this);
  }
}
