import type { EnvironmentConfig } from '../../config/schema/environment';

/** Whether the host's container logs are collected: there is somebody to send them to and a store to keep them. */
export const collectsContainerLogs = ({ target, containerLogs, otelCollector, loki }: EnvironmentConfig): boolean =>
  target.kind === 'docker' && containerLogs.enabled && otelCollector.enabled && loki.enabled;

/** The volume through which the index of log files and the collector's agent meet. */
export const LOG_INDEX = { name: 'container-log-index', target: '/var/log/containers' } as const;

/** Where both see the engine's log files, to which the index links. */
export const ENGINE_LOGS = '/var/lib/docker/containers';
