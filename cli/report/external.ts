import type { ComponentPlan, Endpoint } from '../../constructs/core/component';
import type { Platform } from '../../constructs/core/platform';

/** Something outside the platform that talks to it, or that it talks to. */
export interface External {
  readonly id: string;
  readonly name: string;
  readonly detail: string;
}

/** An arrow from or to something outside the platform, or a directory that two components share. */
export interface ExternalEdge {
  readonly from: string;
  readonly to: string;
  readonly purpose: string;
}

export interface Surroundings {
  readonly externals: readonly External[];
  readonly edges: readonly ExternalEdge[];
}

/** The purpose of an edge that is a directory which two components mount. */
export const SHARED_FILES = 'files';

// Component names are lower-case letters, digits and hyphens: no component has one of these.
const PEOPLE = '@people';
const APPLICATIONS = '@applications';
const DATABASES = '@databases';
const HOST = '@host';
const ENGINE = '@engine';
const RECEIVERS = '@receivers';

/** What is around a platform, from what its components say of themselves: who may reach them, and what of the host they read. */
export function surroundingsOf(platform: Platform): Surroundings {
  const { components, config } = platform;
  const edges = components.flatMap((component) => [
    ...component.endpoints.flatMap((endpoint) => callers(component, endpoint)),
    ...(component.callsServices === true ? [{ from: component.name, ...called(component) }] : []),
    ...[...new Set(component.hostMounts.map(({ base }) => (base === 'host' ? HOST : ENGINE)))].map((to) => ({
      from: component.name,
      to,
      purpose: 'reads',
    })),
    ...sharedDirectories(component, components),
    ...(component.role === 'alerting' && config.alerting.receivers.length > 0
      ? [{ from: component.name, to: RECEIVERS, purpose: 'sends' }]
      : []),
  ]);
  const used = new Set(edges.flatMap(({ from, to }) => [from, to]));
  return { externals: externals(platform).filter(({ id }) => used.has(id)), edges: unique(edges) };
}

function callers(component: ComponentPlan, endpoint: Endpoint): readonly ExternalEdge[] {
  return [
    ...(endpoint.userInterface === true ? [{ from: PEOPLE, to: component.name, purpose: 'opens' }] : []),
    ...(endpoint.zones.includes('services') ? [{ from: APPLICATIONS, to: component.name, purpose: 'telemetry' }] : []),
  ];
}

// An exporter (collection) speaks a database's own protocol; everything else reads the applications' metrics.
const called = ({ role }: ComponentPlan): Omit<ExternalEdge, 'from'> =>
  role === 'collection' ? { to: DATABASES, purpose: 'measures' } : { to: APPLICATIONS, purpose: 'scrape' };

const sharedDirectories = (writer: ComponentPlan, components: readonly ComponentPlan[]): readonly ExternalEdge[] =>
  writer.sharedMounts
    .filter(({ readOnly }) => !readOnly)
    .flatMap((mount) =>
      components
        .filter((reader) => reader.sharedMounts.some(({ name, readOnly }) => readOnly && name === mount.name))
        .map((reader) => ({ from: writer.name, to: reader.name, purpose: SHARED_FILES })),
    );

function externals({ config }: Platform): readonly External[] {
  const { redis, postgres } = config.exporters;
  return [
    { id: PEOPLE, name: 'People', detail: 'with a browser' },
    { id: APPLICATIONS, name: 'Services', detail: `${config.services.length} in the catalogue` },
    { id: DATABASES, name: 'Databases', detail: [...redis, ...postgres].map(({ name }) => name).join(', ') },
    { id: HOST, name: 'Host', detail: 'processes and file systems' },
    { id: ENGINE, name: 'Container engine', detail: 'its API and log files' },
    { id: RECEIVERS, name: 'Alert receivers', detail: config.alerting.receivers.map(({ name }) => name).join(', ') },
  ];
}

const unique = (edges: readonly ExternalEdge[]): readonly ExternalEdge[] => [
  ...new Map(edges.map((edge) => [`${edge.from} ${edge.to} ${edge.purpose}`, edge])).values(),
];
