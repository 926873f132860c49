import type { EnvironmentConfig } from '../../config/schema/environment';
import type { Native } from '../core/native';

/** The switch of what is still an experiment of Alertmanager's. https://prometheus.io/docs/alerting/latest/configuration/#event-recorder */
export const HISTORY_FEATURE = 'event-recorder';

/**
 * Whether Alertmanager writes what happens to its output: there the log agent finds it, and Loki keeps it for as long as
 * retention.alerts says. Without logs nobody would read it.
 */
export const keepsHistory = ({ loki, containerLogs, otelCollector }: EnvironmentConfig): boolean =>
  loki.enabled && containerLogs.enabled && otelCollector.enabled;

/** One line of JSON for each alert that begins or ends, each notification, silence, mute and inhibition. */
export const historyOutput = (config: EnvironmentConfig): Native =>
  keepsHistory(config) ? { event_recorder: { stdout_outputs: [{}] } } : {};
