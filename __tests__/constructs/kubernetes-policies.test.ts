import type { EnvironmentOverlay } from '../../config/schema/environment';
import type { ComponentPlan, Connection, Endpoint, Zone } from '../../constructs/core/component';
import { registry } from '../../constructs/registry';
import { type Delivered, definitionOf, plainPlan, synthTarget } from '../support/kubernetes-stack';
import { connectionsOf, differences, expectationsOf, partyOf, strangers } from '../support/network-expectations';
import { isOpen, type Party, type PolicyRule } from '../support/network-policies';

const http = (port: number, zones: readonly Zone[] = ['storage'], name = 'http'): Endpoint => ({ name, port, protocol: 'http', zones });
const calls = (component: string, endpoint = 'http'): Connection => ({ component, endpoint, purpose: 'test' });

/** One component for each way of calling and of being called. */
const components: readonly ComponentPlan[] = [
  plainPlan('prometheus', {
    endpoints: [http(9090)],
    connections: [calls('alertmanager'), calls('loki'), calls('collector', 'metrics'), calls('node-exporter'), calls('agent')],
    callsServices: true,
    callsApiServer: true,
    callsKubelet: true,
  }),
  plainPlan('alertmanager', {
    role: 'alerting',
    endpoints: [http(9093), { ...http(9094, ['storage'], 'gossip'), datagrams: true }],
    connections: [calls('alertmanager', 'gossip')],
    externalCalls: [{ host: 'hooks.example.com', port: 8443, purpose: 'alerts' }],
  }),
  plainPlan('grafana', { role: 'visualization', endpoints: [http(3000, ['access'])], connections: [calls('prometheus'), calls('loki')] }),
  plainPlan('collector', {
    endpoints: [http(4317, ['services', 'storage'], 'otlp'), http(4328, ['access'], 'otlp-external'), http(8888, ['storage'], 'metrics')],
    connections: [calls('loki')],
  }),
  plainPlan('loki', { endpoints: [http(3100)], externalCalls: [{ host: 's3.example.com', port: 443, purpose: 'blocks' }] }),
  plainPlan('redis-exporter', { endpoints: [http(9121)], callsServices: true, servicePorts: [6379] }),
  plainPlan('node-exporter', { endpoints: [http(9100)] }),
  plainPlan('agent', { endpoints: [http(8889)], connections: [calls('collector', 'otlp')] }),
];

const delivered: Readonly<Record<string, Delivered>> = {
  'node-exporter': { namespace: 'node', hostNetwork: true },
  agent: { namespace: 'node' },
};

const everyAccess: EnvironmentOverlay = {
  target: {
    kind: 'kubernetes',
    clientNamespaces: ['shop'],
    access: {
      grafana: { kind: 'ingress', host: 'grafana.example.com', controllerNamespace: 'edge', certificate: { kind: 'secret', name: 'tls' } },
      otlp: {
        route: { kind: 'gateway', host: 'otlp.example.com', gateway: { name: 'public', namespace: 'gateways' } },
        authentication: { kind: 'bearer', token: { secret: 'otlp_token' } },
      },
    },
  },
};

const synthesized = (overlay: EnvironmentOverlay = everyAccess, plans = components) => {
  const { json, platform } = synthTarget(overlay, plans.map(definitionOf), delivered);
  return { platform, policies: Object.values(json.resource.kubernetes_network_policy_v1), expectations: expectationsOf(platform) };
};

describe('the network policies', () => {
  const { platform, policies, expectations } = synthesized();

  it('let through what the topology lists, and nothing else', () => {
    expect(differences(expectations, policies)).toEqual([]);
    const connections = connectionsOf(expectations);
    expect(connections).toEqual(
      expect.arrayContaining([
        'alertmanager → alertmanager:9094/UDP',
        'prometheus → node-exporter:9100/TCP',
        'prometheus → node:10250/TCP',
        'agent → collector:4317/TCP',
        'pod in shop → collector:4317/TCP',
        'pod in edge → grafana:3000/TCP',
        'pod in gateways → collector:4328/TCP',
        'redis-exporter → internet:6379/TCP',
        'alertmanager → internet by IPv6:8443/TCP',
        'grafana → link-local name server:53/UDP',
        'grafana → pod in kube-system:53/UDP',
      ]),
    );
    for (const other of ['pod in elsewhere → collector:4317/TCP', 'grafana → internet:53/UDP', 'collector → alertmanager:9093/TCP'])
      expect(connections).not.toContain(other);
  });

  it('let telemetry in from everywhere when no namespaces are listed, except from the platform itself', () => {
    const open = synthesized({ target: { kind: 'kubernetes' } });
    expect(differences(open.expectations, open.policies)).toEqual([]);
    const to = partyOf(open.platform, 'collector');
    const from = (party: Party): boolean =>
      isOpen(open.policies, 'Ingress', { from: party, to, port: 4317, protocol: 'TCP', blocks: 'with pods' });
    expect([from(strangers.elsewhere), from(partyOf(open.platform, 'loki')), from(strangers.internet)]).toEqual([true, false, false]);
  });

  it.each(['observability', 'observability-node'])('deny what no component is about in %s', (namespace) => {
    const unknown: Party = { name: 'unknown', address: '10.244.9.9', pod: { namespace, labels: { app: 'unknown' } } };
    for (const port of [53, 80, 4317, 9090]) {
      const attempt = { port, protocol: 'TCP', blocks: 'with pods' } as const;
      expect(isOpen(policies, 'Ingress', { ...attempt, from: strangers.shop, to: unknown })).toBe(false);
      expect(isOpen(policies, 'Egress', { ...attempt, from: unknown, to: strangers.internet })).toBe(false);
    }
  });

  it('say nothing of pods on their node’s network, to which they would not apply', () => {
    expect(policies.map(({ metadata }) => metadata.name)).not.toContain('o11y-node-exporter');
  });

  it('follow the topology of all of the toolkit’s products', () => {
    const { json, platform: all } = synthTarget(
      { traces: { backend: 'jaeger' }, exporters: { redis: [{ name: 'cache', address: 'redis://redis.shop.svc:6379' }] } },
      registry,
      { 'node-exporter': { namespace: 'node' }, 'otel-collector-agent': { namespace: 'node' } },
    );
    expect(all.edges.length).toBeGreaterThan(15);
    expect(differences(expectationsOf(all), Object.values(json.resource.kubernetes_network_policy_v1))).toEqual([]);
  });

  it.each(platform.edges.map((edge) => [`${edge.from} → ${edge.to}:${edge.port}`, edge] as const))(
    'are short of %s without its edge',
    (_, { from, to, endpoint: called }) => {
      const poorer = components.map((plan) => ({
        ...plan,
        connections: plan.connections.filter(({ component, endpoint }) => plan.name !== from || component !== to || endpoint !== called),
      }));
      expect(differences(expectations, synthesized(everyAccess, poorer).policies)).not.toEqual([]);
    },
  );

  const rules = policies.flatMap((policy) =>
    (['ingress', 'egress'] as const).flatMap((direction) =>
      (policy.spec[direction] ?? []).map(
        (rule, index) => [`${direction} ${index} of ${policy.metadata.name}`, { policy, direction, rule }] as const,
      ),
    ),
  );

  it.each(rules)('are noticed to have lost or widened %s', (_, { policy, direction, rule }) => {
    const concerned = expectations.filter(
      ({ attempt: { from, to } }) => policy.metadata.name === `o11y-${(direction === 'egress' ? from : to).name}`,
    );
    const differencesWith = (...changed: readonly PolicyRule[]): readonly string[] => {
      const rewritten = (policy.spec[direction] ?? []).flatMap((other) => (other === rule ? changed : [other]));
      const others = policies.filter((other) => other !== policy);
      return differences(concerned, [...others, { ...policy, spec: { ...policy.spec, [direction]: rewritten } }]);
    };
    const { ports = [], ...peers } = rule;
    expect(differencesWith()).not.toEqual([]);
    expect(differencesWith(peers)).not.toEqual([]);
    if (ports.every(({ port }) => port !== undefined))
      expect(differencesWith({ ...peers, ports: [...ports, { port: '4444', protocol: 'TCP' }] })).not.toEqual([]);
    if (Object.keys(peers).length > 0) expect(differencesWith({ ports })).not.toEqual([]);
  });
});
