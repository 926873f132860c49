import type { EnvironmentConfig } from '../../config/schema/environment';

/** Whether container logs are collected: there is somebody to send them to and a store to keep them. */
export const collectsContainerLogs = ({ containerLogs, otelCollector, loki }: EnvironmentConfig): boolean =>
  containerLogs.enabled && otelCollector.enabled && loki.enabled;

/** Whether their files need names: Docker's have none that say whose they are, the kubelet's do. */
export const indexesContainerLogs = (config: EnvironmentConfig): boolean =>
  config.target.kind === 'docker' && collectsContainerLogs(config);

/** The volume through which the index of log files and the collector's agent meet. */
export const LOG_INDEX = { name: 'container-log-index', target: '/var/log/containers' } as const;

/** Where both see the engine's log files, to which the index links. */
export const ENGINE_LOGS = '/var/lib/docker/containers';
