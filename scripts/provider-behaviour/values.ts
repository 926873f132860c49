import { type AttributeType, elementOf } from './schema';

/** What an attribute is, and what it becomes. */
export type Pair = readonly [unknown, unknown];

/** Attributes of which a provider takes only some values, by the end of their path; the longest that fits counts. */
const PARTICULAR: Readonly<Record<string, readonly Pair[]>> = {
  restart: [['no', 'always']],
  'ports.protocol': [['tcp', 'udp']],
  'ports.ip': [['127.0.0.1', '0.0.0.0']],
  'ports.internal': [[80, 81]],
  'ports.external': [[80, 81]],
  'mounts.type': [['volume', 'bind']],
  'mounts.bind_options.propagation': [['private', 'shared']],
  'capabilities.add': [[['CAP_CHOWN'], ['CAP_KILL']]],
  'capabilities.drop': [[['CAP_CHOWN'], ['CAP_KILL']]],
  cpu_set: [['0', '0-1']],
  cpus: [['0.5', '1.5']],
  memory_swap: [[8, 16]],
  pid_mode: [['', 'host']],
  userns_mode: [['', 'host']],
  ipc_mode: [['private', 'host']],
  cgroupns_mode: [['private', 'host']],
  gpus: [['all', 'device=0']],
  stop_timeout: [[10, 20]],
  'healthcheck.interval': [['3s', '4s']],
  'healthcheck.timeout': [['3s', '4s']],
  'healthcheck.start_period': [['3s', '4s']],
  'healthcheck.start_interval': [['3s', '4s']],
  'healthcheck.test': [
    [
      ['CMD', 'a'],
      ['CMD', 'b'],
    ],
  ],
  'devices.permissions': [['r', 'rw']],
  device_cgroup_rules: [[['c 1:1 r'], ['c 1:2 r']]],
  'volumes.container_path': [['/a', '/b']],
  'volumes.host_path': [['/a', '/b']],
  'volumes.selinux_relabel': [['z', 'Z']],
  'host.ip': [['10.0.0.1', '10.0.0.2']],
  'networks_advanced.ipv4_address': [['10.0.0.1', '10.0.0.2']],
  'networks_advanced.ipv6_address': [['fd00::1', 'fd00::2']],
  'networks_advanced.mac_address': [['02:42:ac:11:00:02', '02:42:ac:11:00:03']],
  'upload.permissions': [['0444', '0644']],
  'upload.content_base64': [['YQ==', 'Yg==']],
  'upload.source': [['main.tf.json', '.terraform.lock.hcl']],
  sysctls: [[{ 'net.core.somaxconn': '1' }, { 'net.core.somaxconn': '2' }]],
  'ipam_config.subnet': [['10.1.0.0/16', '10.2.0.0/16']],
  'ipam_config.ip_range': [['10.1.0.0/24', '10.2.0.0/24']],
  'ipam_config.gateway': [['10.1.0.1', '10.2.0.1']],
  chart: [['./chart', './other']],
  version: [['0.9.0', '1.0.0']],
  values: [[['{"a":1}'], ['{"a":2}']]],
  'metadata.name': [['a', 'b']],
  'metadata.generate_name': [['a-', 'b-']],
  'spec.policy_types': [[['Ingress'], ['Egress']]],
  'ip_block.cidr': [['10.0.0.0/8', '10.1.0.0/16']],
  'ip_block.except': [[['10.2.0.0/16'], ['10.3.0.0/16']]],
  'ports.port': [['80', '81']],
  'spec.max_unavailable': [['1', '2']],
  'spec.min_available': [['1', '2']],
  'spec.hard': [[{ pods: '1' }, { pods: '2' }]],
  'limit.type': [['Container', 'Pod']],
  'limit.default': [[{ cpu: '1' }, { cpu: '2' }]],
  'limit.default_request': [[{ cpu: '1' }, { cpu: '2' }]],
  'limit.max': [[{ cpu: '1' }, { cpu: '2' }]],
  'limit.min': [[{ cpu: '1' }, { cpu: '2' }]],
  'limit.max_limit_request_ratio': [[{ cpu: '1' }, { cpu: '2' }]],
  scopes: [[['BestEffort'], ['NotBestEffort']]],
  'scope_selector.match_expression.scope_name': [['BestEffort', 'NotBestEffort']],
  'match_expression.operator': [['Exists', 'DoesNotExist']],
  'match_expressions.operator': [['In', 'NotIn']],
  preemption_policy: [['PreemptLowerPriority', 'Never']],
  binary_data: [[{ a: 'YQ==' }, { a: 'Yg==' }]],
  operator: [['In', 'NotIn']],
  'timeouts.create': [['1m', '2m']],
  'timeouts.update': [['1m', '2m']],
  'timeouts.delete': [['1m', '2m']],
};

/** The values to try for an attribute, in this order, until a provider takes them. */
export function pairsFor(path: string, type: AttributeType): readonly Pair[] {
  const key = Object.keys(PARTICULAR)
    .filter((ending) => path === ending || path.endsWith(`.${ending}`))
    .sort((one, other) => other.length - one.length)[0];
  return key === undefined ? generic(type) : (PARTICULAR[key] ?? []);
}

function generic(type: AttributeType): readonly Pair[] {
  const kind = typeof type === 'string' ? type : type[0];
  switch (kind) {
    case 'string':
    case 'dynamic':
      return [
        ['a', 'b'],
        ['/a', '/b'],
        ['1', '2'],
      ];
    case 'number':
      return [
        [1, 2],
        [1024, 2048],
      ];
    case 'bool':
      return [[true, false]];
    case 'set':
    case 'list':
      return generic(elementOf(type)).map(([before, after]) => [[before], [after]]);
    case 'map':
      return generic(elementOf(type)).map(([before, after]) => [{ a: before }, { a: after }]);
    default:
      return [];
  }
}
