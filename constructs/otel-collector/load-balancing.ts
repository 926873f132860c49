import { queueBytes } from '../../config/sizing';
import type { RenderContext } from '../core/component';
import type { LocatedEndpoint } from '../core/context';
import type { Native } from '../core/native';
import { RETRY, sendingQueue, TIMEOUT } from './exporters';

/**
 * Sends all spans of a trace to the same sampler, by a hash of the trace's id over the addresses of the headless service. These come from
 * DNS, which takes no rights at the API server.
 *
 * What waits does so here, on disk and for whichever samplers there will be: a queue per sampler would be lost with its address. A request
 * that one sampler refused is sent again as a whole, so that others may see some spans twice; they never miss any.
 * https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/exporter/loadbalancingexporter#resilience-and-scaling-considerations
 */
export const loadBalancing = ({ addressing, config }: RenderContext, { component, endpoint }: LocatedEndpoint): Native => ({
  routing_key: 'traceID',
  resolver: { dns: { hostname: addressing.host(component), port: String(endpoint.port), interval: '5s', timeout: '2s' } },
  retry_on_failure: RETRY,
  sending_queue: sendingQueue(queueBytes(config).traces),
  protocol: {
    otlp: {
      tls: { insecure: true },
      timeout: TIMEOUT,
      // A hiccup of one sampler is none of the others' business.
      retry_on_failure: { enabled: true, initial_interval: '500ms', max_interval: '2s', max_elapsed_time: '5s' },
      sending_queue: { enabled: false },
    },
  },
});
