import type { EnvironmentOverlay } from '../../../config/schema/environment';

/** An edit of the configuration, and what it means for what is deployed. */
export interface Edit {
  readonly title: string;
  /** What differs from {@link BASE}. Objects are merged, everything else is replaced. */
  readonly overlay: EnvironmentOverlay;
  /** `replace docker_container.loki: upload[/etc/loki/config.yaml]`: each resource that is not left alone, with what differs. */
  readonly plan: readonly string[];
}

/** Ports of their own, so that a suite that deploys it runs beside other platforms. */
const PORTS = {
  prometheus: 26090,
  alertmanager: 26093,
  loki: 26100,
  jaeger: 26686,
  grpc: 26317,
  http: 26318,
  metrics: 26888,
  health: 26133,
} as const;

/** Where the edits start: everything that can be started without Grafana and Tempo. */
export const BASE: EnvironmentOverlay = {
  platform: 'o11yplan',
  target: { kind: 'docker' },
  traces: { backend: 'jaeger' },
  grafana: { enabled: false },
  sampling: { traces: { ratio: 0.1 } },
  prometheus: { port: PORTS.prometheus },
  alertmanager: { port: PORTS.alertmanager },
  loki: { port: PORTS.loki },
  jaeger: { port: PORTS.jaeger },
  otelCollector: { ports: { grpc: PORTS.grpc, http: PORTS.http, metrics: PORTS.metrics, health: PORTS.health } },
  alerting: {
    receivers: [{ kind: 'webhook', name: 'hook', url: 'https://hooks.example.com/alerts', token: { secret: 'hook_token' } }],
    defaultReceiver: 'hook',
  },
  services: [
    { name: 'checkout', port: 8000, language: 'go', type: 'gateway', layer: 'api', tier: 'critical', version: '1.2.3', owner: 'platform' },
    {
      name: 'mailer',
      port: 8001,
      language: 'python',
      type: 'automation',
      layer: 'batch',
      tier: 'batch',
      version: '1.0.0',
      owner: 'growth',
    },
  ],
  exporters: {
    redis: [{ name: 'cache', address: 'redis://redis:6379', password: { secret: 'redis_password' } }],
    postgres: [{ name: 'main', host: 'postgres', password: { secret: 'postgres_password' } }],
  },
};

/** The secrets of {@link BASE} and of its edits. */
export const SECRETS = ['hook_token', 'redis_password', 'postgres_password', 'slack_url', 'archive_token', 'other_password'] as const;

type Item = Readonly<Record<string, unknown>>;

/** The configuration after an edit. */
export const edited = (overlay: EnvironmentOverlay): EnvironmentOverlay => merge(BASE as Item, overlay as Item) as EnvironmentOverlay;

function merge(base: Item, over: Item): Item {
  const entries = Object.entries(over).map(([key, value]) => {
    const below = base[key];
    return [key, isItem(below) && isItem(value) ? merge(below, value) : value] as const;
  });
  return { ...base, ...Object.fromEntries(entries) };
}

const isItem = (value: unknown): value is Item => typeof value === 'object' && value !== null && !Array.isArray(value);
