import type { Platform } from '../../../constructs/core/platform';
import { readQuantity } from '../../../constructs/core/quantity';
import { coresText } from '../../../cost/text';
import { type Finding, failed, ok, warning } from '../../preflight/finding';
import { mebibyteText } from '../../terminal/output';
import type { Cluster } from '../cluster';
import { nodeSchema } from '../objects';
import { type Amount, requestsOf, total } from './requests';

/** Whether the nodes have room for what the components ask for: all together, and the largest pod on one of them. */
export async function capacityFindings(cluster: Cluster, platform: Platform): Promise<readonly Finding[]> {
  const nodes = await cluster.list(nodeSchema, 'nodes');
  const usable = nodes.filter(
    ({ spec, status }) => !spec.unschedulable && status.conditions.some(({ type, status: value }) => type === 'Ready' && value === 'True'),
  );
  const room = usable.map(({ status: { allocatable } }) => ({
    cpu: readQuantity(allocatable['cpu'] ?? '') ?? 0,
    memory: readQuantity(allocatable['memory'] ?? '') ?? 0,
  }));
  return [capacityFinding(platform, room, cluster.command)];
}

/** @param nodes what the pods of each usable node may ask for */
export function capacityFinding(platform: Platform, nodes: readonly Amount[], command: string): Finding {
  if (nodes.length === 0) return failed('nodes', 'the cluster has no node that is ready and takes pods', `${command} get nodes says why`);
  const requests = requestsOf(platform, nodes.length);
  const [cpu, memory] = [total(requests, (request) => request.requests.cpu), total(requests, (request) => request.requests.memory)];
  const all = { cpu: nodes.reduce((sum, node) => sum + node.cpu, 0), memory: nodes.reduce((sum, node) => sum + node.memory, 0) };
  const has = `${nodes.length === 1 ? 'the node has' : `the ${nodes.length} nodes have`} ${text(all)}`;
  if (cpu > all.cpu || memory > all.memory) {
    return failed(
      'capacity',
      `the components ask for ${text({ cpu, memory })}, ${has}`,
      'lower resources.reservations or replicas of some, or add nodes',
    );
  }
  const homeless = requests.find(({ requests: pod }) => !nodes.some((node) => node.cpu >= pod.cpu && node.memory >= pod.memory));
  if (homeless !== undefined) {
    return failed(
      'capacity',
      `a pod of ${homeless.component} asks for ${text(homeless.requests)}, which no node has`,
      `lower resources.reservations of ${homeless.component}, or add a larger node`,
    );
  }
  const limit = total(requests, ({ limits }) => limits.memory);
  return limit > all.memory
    ? warning(
        'capacity',
        `the components may use up to ${mebibyteText(limit)} of memory, ${has}`,
        'lower resources.limits.memory of some, or add nodes',
      )
    : ok('capacity', `the components ask for ${text({ cpu, memory })}, ${has}`);
}

const text = ({ cpu, memory }: Amount): string => `${coresText(cpu)} and ${mebibyteText(memory)}`;
