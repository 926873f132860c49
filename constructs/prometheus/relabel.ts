import type { Native } from '../core/native';

/** Steps of https://prometheus.io/docs/prometheus/latest/configuration/configuration/#relabel_config */
export const keep = (source: readonly string[], regex: string): Native => ({ source_labels: source, regex, action: 'keep' });
export const drop = (source: readonly string[], regex: string): Native => ({ source_labels: source, regex, action: 'drop' });
export const set = (label: string, replacement: string): Native => ({ target_label: label, replacement });
export const copy = (source: string, label: string, regex = '(.+)'): Native => ({ source_labels: [source], regex, target_label: label });

/** Sets a label to a text made of others, where they match. */
export const compose = (source: readonly string[], regex: string, label: string, replacement: string): Native => ({
  source_labels: source,
  regex,
  target_label: label,
  replacement,
});

/** An expression that matches a text and nothing else. */
export const escapeExpression = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
