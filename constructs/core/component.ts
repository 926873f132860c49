import type { EnvironmentConfig } from '../../config/schema/environment';
import type { ResourcesConfig } from '../../config/schema/resources';
import type { ImageReference } from '../../config/versions';
import type { NativeFile } from './native';

/** Which part of the platform a component belongs to. */
export type Role = 'metrics' | 'logs' | 'traces' | 'alerting' | 'visualization' | 'collection';

/**
 * Where an endpoint may be reached from; each zone is a network on Docker and a set of rules on Kubernetes.
 * - `services`: instrumented applications and databases. Only the collector's OTLP listens there.
 * - `storage`: stores and what reads or writes them.
 * - `access`: what people open, and everything with a port on the host.
 * - `control`: the list of the container engine's containers.
 * - `inspection`: all that the engine says of them, their environment among it.
 */
export type Zone = 'services' | 'storage' | 'access' | 'control' | 'inspection';

/** A port on which a component listens. */
export interface Endpoint {
  /** Names the endpoint within its component: `http`, `otlp-grpc`. */
  readonly name: string;
  readonly port: number;
  readonly protocol: 'http' | 'grpc';
  /** Whether it takes datagrams on the port too: the gossip of Alertmanagers about each other. */
  readonly datagrams?: boolean;
  /** The zones from which it can be reached, apart from the host. */
  readonly zones: readonly Zone[];
  /** Port on the host, for people and for `verify`. */
  readonly publishedPort?: number;
  /** Path that answers with 2xx when the component is ready. Its presence makes it probed and waited for. */
  readonly healthPath?: string;
  /** Path of Prometheus metrics. Its presence makes it scraped. */
  readonly metricsPath?: string;
  /** Whether people open it in a browser. */
  readonly userInterface?: boolean;
  /** Grafana's type of the data source that the endpoint is. Its presence makes it one. */
  readonly dataSource?: 'prometheus' | 'loki' | 'tempo' | 'jaeger' | 'alertmanager';
}

/** That a component calls an endpoint of another. */
export interface Connection {
  readonly component: string;
  readonly endpoint: string;
  /** What flows, for people: `metrics`, `queries`. */
  readonly purpose: string;
}

/** A call to something that is neither a component nor a service. */
export interface ExternalCall {
  readonly host: string;
  readonly port: number;
  /** What flows, for people: `alerts`. */
  readonly purpose: string;
}

/** A secret's value: given from outside under a name, or generated once and kept in state. */
export type SecretSource = { readonly kind: 'given'; readonly name: string } | { readonly kind: 'generated'; readonly name: string };

/** A file that holds a secret. */
export interface SecretFile {
  readonly path: string;
  readonly source: SecretSource;
  /** The key of the one-entry JSON object that the file is to be; the bare value when absent. */
  readonly jsonKey?: string;
}

/** A directory that outlives the component. */
export interface Storage {
  readonly path: string;
  /** Numeric owner that the directory must get, when the image does not bring it along. */
  readonly owner?: { readonly user: number; readonly group: number };
}

/** A path of the host's that a component reads. */
export interface HostMount {
  /** `data-root` is the container engine's own directory, which differs between machines; its path is relative to it. */
  readonly base: 'host' | 'data-root' | 'engine-socket';
  readonly path: string;
  readonly target: string;
}

/** A directory shared between components of one host. */
export interface SharedMount {
  readonly name: string;
  readonly target: string;
  readonly readOnly: boolean;
}

/** A check that the container engine runs inside the container. */
export interface HealthCheck {
  /** Program and arguments. */
  readonly command: readonly string[];
}

/** What a component is before anything is rendered: its name and where it listens. */
export interface ComponentShape {
  /** Unique name within the platform, and its host name: `prometheus`, `redis-exporter-cache`. */
  readonly name: string;
  readonly endpoints: readonly Endpoint[];
}

/** How one component is deployed: plain data, the contract between products and targets. */
export interface ComponentPlan extends ComponentShape {
  /** The product of which it is an instance: `redis-exporter`. */
  readonly product: string;
  readonly role: Role;
  /** One line for people. */
  readonly description: string;
  readonly image: ImageReference;
  readonly entrypoint?: readonly string[];
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly files: readonly NativeFile[];
  readonly secretFiles: readonly SecretFile[];
  /** Secrets that it takes from its environment, by the variable's name: only where its program cannot read a file. */
  readonly secretEnvironment?: Readonly<Record<string, SecretSource>>;
  readonly connections: readonly Connection[];
  /** Whether it calls applications or databases on the services network. */
  readonly callsServices?: boolean;
  /** Ports of those, where they are known; any otherwise. */
  readonly servicePorts?: readonly number[];
  /** Whether it calls the API server of the cluster. */
  readonly callsApiServer?: boolean;
  /** Whether it calls the kubelet of every node of the cluster. */
  readonly callsKubelet?: boolean;
  /** What it calls outside of the platform: receivers of alerts, object storage, long-term stores. */
  readonly externalCalls?: readonly ExternalCall[];
  readonly resources: ResourcesConfig;
  readonly storage?: Storage;
  readonly hostMounts: readonly HostMount[];
  readonly sharedMounts: readonly SharedMount[];
  /** `user:group`, numeric; the image's own when absent. */
  readonly user?: string;
  /** Linux capabilities that it needs; all others are dropped. */
  readonly capabilities: readonly string[];
  /** Whether it sees the host's processes (cAdvisor, node_exporter). */
  readonly hostProcesses?: boolean;
  readonly healthCheck?: HealthCheck;
  /** The retention that its own configuration carries, for people and for `verify`. */
  readonly retention?: Readonly<Record<string, string>>;
}

/** What most components leave empty. */
export const planDefaults = {
  args: [],
  environment: {},
  files: [],
  secretFiles: [],
  connections: [],
  hostMounts: [],
  sharedMounts: [],
  capabilities: [],
} as const;

/** What a product says of one of its components; what most leave empty may be left out. */
export type ComponentDetails = Omit<ComponentPlan, keyof ComponentShape | 'product' | keyof typeof planDefaults> &
  Partial<Pick<ComponentPlan, keyof typeof planDefaults>>;

/** How components find each other; each target has its own. */
export interface Addressing {
  /** Host name under which a component reaches another. */
  readonly host: (component: string) => string;
  /** The one under which it is reached in a zone alone, where it listens in several. */
  readonly hostIn: (component: string, zone: Zone) => string;
  /** Host names of a Prometheus' instances, each of which must get what is pushed: they do not tell each other. */
  readonly prometheusInstances: (replicas: number) => readonly string[];
  /** Addresses to listen on so that exactly the endpoint's zones reach it; undefined for all interfaces. A check inside the container needs loopback, too. */
  readonly listen: (component: string, endpoint: Endpoint) => readonly string[] | undefined;
  /** Finds the scrape targets that are in nobody's configuration. */
  readonly discovery: 'docker' | 'kubernetes';
}

/** What a product sees when it renders: the configuration, and the shape of every component that is on. */
export interface RenderContext {
  readonly config: EnvironmentConfig;
  readonly shapes: readonly ComponentShape[];
  readonly addressing: Addressing;
}

/** A product: when it is on, where it listens, and how it is configured. */
export interface ComponentDefinition {
  /** Unique name, and by default the id of its construct. */
  readonly product: string;
  /** The part of a stack that deploys it: what measures belongs to `metrics`, without which nobody would ask it. */
  readonly part: Role;
  /** The components of this product that the configuration asks for: none when it is off. */
  readonly shapes: (config: EnvironmentConfig) => readonly ComponentShape[];
  /** How one of them is deployed. Pure. */
  readonly plan: (shape: ComponentShape, context: RenderContext) => ComponentDetails;
}
