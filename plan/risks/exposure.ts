import { countText } from '../../cost/text';
import { at, isRecord, records, text, texts } from '../lenient';
import type { Risk } from '../model';
import { baseValue, type Comparison, componentsOf, headValue, listed, type RiskRule } from './context';

/** A way by which a platform is reached from outside of its host or cluster. */
export interface Exposure {
  /** What a policy allows. */
  readonly kind: 'ports' | 'grafana' | 'otlp' | 'services';
  /** The key that opens it; the component where none does. */
  readonly subject: string;
  /** What is reached, for people: the rest of a sentence that begins with the environment. */
  readonly text: string;
}

/** Everything of a platform that is reached from outside. Pure; throws nothing on what another version of the toolkit made. */
export const exposuresOf = (platform: unknown): readonly Exposure[] => [
  ...publishedPorts(platform),
  ...ways(platform),
  ...services(platform),
];

const isLoopback = (address: string): boolean => /^(127\.|::1$)/.test(address);

/** The address on which an engine publishes ports; empty on Kubernetes. */
const publishedAddress = (platform: unknown): string => text(at(platform, 'config', 'target', 'publishedAddress'));

/** `prometheus (9090)`. */
const portsOf = (platform: unknown): readonly string[] =>
  componentsOf(platform).flatMap((component) =>
    records(component['endpoints'])
      .filter(({ publishedPort }) => publishedPort !== undefined)
      .map(({ publishedPort }) => `${text(component['name'])} (${text(publishedPort)})`),
  );

function publishedPorts(platform: unknown): readonly Exposure[] {
  const address = publishedAddress(platform);
  const ports = portsOf(platform);
  if (address === '' || isLoopback(address) || ports.length === 0) return [];
  const said = `publishes ${countText(ports.length, 'port')} on ${address}: ${listed(ports, 12)}`;
  return [{ kind: 'ports', subject: 'target.publishedAddress', text: said }];
}

function ways(platform: unknown): readonly Exposure[] {
  const access = at(platform, 'config', 'target', 'access');
  const [grafana, otlp] = [at(access, 'grafana'), at(access, 'otlp')];
  const authentication = text(at(otlp, 'authentication', 'kind')) || 'no';
  return [
    ...(grafana === undefined
      ? []
      : [
          {
            kind: 'grafana' as const,
            subject: 'target.access.grafana',
            text: `opens Grafana to the outside at ${text(at(grafana, 'host'))}`,
          },
        ]),
    ...(otlp === undefined
      ? []
      : [
          {
            kind: 'otlp' as const,
            subject: 'target.access.otlp',
            text: `takes telemetry from outside at ${text(at(otlp, 'route', 'host'))}, with ${authentication} authentication`,
          },
        ]),
  ];
}

/** Services of charts that the cluster opens to the outside, wherever they are among the values. */
const services = (platform: unknown): readonly Exposure[] =>
  records(at(platform, 'releases')).flatMap((release) =>
    openServices(release['values'], '').map((path) => ({
      kind: 'services' as const,
      subject: `release ${text(release['name'])}`,
      text: `has a service of the release ${text(release['name'])} open to the outside (${path})`,
    })),
  );

function openServices(value: unknown, path: string): readonly string[] {
  if (!isRecord(value)) return [];
  const own = /service$/i.test(path) && texts([value['type']]).some((type) => type === 'LoadBalancer' || type === 'NodePort');
  return [
    ...(own ? [path] : []),
    ...Object.entries(value).flatMap(([key, child]) => openServices(child, path === '' ? key : `${path}.${key}`)),
  ];
}

/** What is newly reached from outside, or by more. */
export const exposureRisks: RiskRule = (comparison) => [...opened(comparison), ...morePorts(comparison), ...moreClients(comparison)];

function opened({ environment, base, head }: Comparison): readonly Risk[] {
  const before = exposuresOf(base);
  return exposuresOf(head)
    .filter((exposure) => !before.some(({ kind, subject }) => kind === exposure.kind && subject === exposure.subject))
    .map(({ kind, subject, text: said }) => ({
      kind: 'security',
      severity: SEVERITY[kind],
      subject,
      text: `${environment} ${said}${MEANING[kind]}.`,
    }));
}

const SEVERITY = { ports: 'high', services: 'high', grafana: 'medium', otlp: 'medium' } as const;

const MEANING = {
  ports: '. Whoever reaches the host reads and writes there without signing in; only Grafana asks for a password',
  services: '',
  grafana: '. Whoever reaches it sees its sign-in page',
  otlp: '. Whoever has the secret can send what they like',
} as const;

/** On an address that is open already. */
function morePorts({ environment, base, head }: Comparison): readonly Risk[] {
  const address = publishedAddress(head);
  if (publishedAddress(base) !== address || exposuresOf(head).every(({ kind }) => kind !== 'ports')) return [];
  const before = portsOf(base);
  const more = portsOf(head).filter((port) => !before.includes(port));
  if (more.length === 0) return [];
  const said = `${environment} publishes ${countText(more.length, 'more port')} on ${address}: ${listed(more, 12)}.`;
  return [{ kind: 'security', severity: 'medium', subject: 'target.publishedAddress', text: said }];
}

/** Namespaces that may send telemetry; none means all. */
function moreClients(comparison: Comparison): readonly Risk[] {
  const path = 'target.clientNamespaces';
  const [was, is] = [texts(baseValue(comparison, path)), texts(headValue(comparison, path))];
  if (was.length === 0 || !Array.isArray(headValue(comparison, path))) return [];
  const subject = path;
  if (is.length === 0) {
    const said = `Every namespace of the cluster may send telemetry instead of ${listed(was)}.`;
    return [{ kind: 'security', severity: 'medium', subject, text: said }];
  }
  const more = is.filter((name) => !was.includes(name));
  return more.length === 0
    ? []
    : [
        {
          kind: 'security',
          severity: 'low',
          subject,
          text: `The ${more.length === 1 ? 'namespace' : 'namespaces'} ${listed(more)} may send telemetry too.`,
        },
      ];
}
