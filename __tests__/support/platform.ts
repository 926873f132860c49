import { load } from 'js-yaml';
import { defineEnvironment } from '../../config/define';
import type { EnvironmentConfig, EnvironmentOverlay } from '../../config/schema/environment';
import type { ComponentPlan } from '../../constructs/core/component';
import { textOf } from '../../constructs/core/native';
import { type Platform, resolvePlatform } from '../../constructs/core/platform';
import { registry } from '../../constructs/registry';
import { addressingOf } from '../../constructs/targets/addressing';

export const resolveConfig = (config: EnvironmentConfig): Platform => resolvePlatform(config, registry, addressingOf(config));

/** The platform of an environment `dev` on Docker, with all of the toolkit's products. */
export const platformOf = (overlay: EnvironmentOverlay = {}): Platform => resolveConfig(defineEnvironment('dev', overlay));

/** The names of a platform's components. */
export const namesOf = (platform: Platform): readonly string[] => platform.components.map(({ name }) => name);

/** The plan of a component. @throws Error when it is off */
export function planOf(platform: Platform, name: string): ComponentPlan {
  const plan = platform.components.find((component) => component.name === name);
  if (plan === undefined) throw new Error(`${name} is not among ${namesOf(platform).join(', ')}`);
  return plan;
}

/** The text of a component's file, by the end of its path; its only file when none is given. @throws Error when there is none */
export function fileOf(platform: Platform, component: string, ending = ''): string {
  const file = planOf(platform, component).files.find(({ path }) => path.endsWith(ending));
  if (file === undefined) throw new Error(`${component} has no file *${ending}`);
  return textOf(file);
}

// What a test reads from a rendered file it compares right away; a wrong shape fails there.
export const yamlOf = <Shape>(platform: Platform, component: string, ending = ''): Shape =>
  load(fileOf(platform, component, ending)) as Shape;

/** Parts of Prometheus' configuration. https://prometheus.io/docs/prometheus/latest/configuration/configuration/ */
export interface PrometheusFile {
  readonly global: Readonly<Record<string, unknown>>;
  readonly storage: { readonly tsdb: { readonly retention: Readonly<Record<string, string>>; readonly out_of_order_time_window: string } };
  readonly alerting?: unknown;
  readonly scrape_configs: readonly ScrapeJob[];
}

export interface ScrapeJob {
  readonly job_name: string;
  readonly metrics_path?: string;
  readonly static_configs?: readonly { readonly targets: readonly string[]; readonly labels: Readonly<Record<string, string>> }[];
  readonly relabel_configs?: readonly RelabelStep[];
}

export interface RelabelStep {
  readonly source_labels?: readonly string[];
  readonly regex?: string;
  readonly action?: 'keep' | 'drop' | 'replace';
  readonly target_label?: string;
  readonly replacement?: string;
}

/** Parts of a collector's configuration. https://opentelemetry.io/docs/collector/configuration/ */
export interface CollectorFile {
  readonly receivers: Readonly<Record<string, unknown>>;
  readonly processors?: Readonly<Record<string, unknown>>;
  readonly exporters: Readonly<Record<string, unknown>>;
  readonly connectors?: Readonly<Record<string, unknown>>;
  readonly extensions?: Readonly<Record<string, unknown>>;
  readonly service: { readonly extensions: readonly string[]; readonly pipelines: Readonly<Record<string, Pipeline>> };
}

export interface Pipeline {
  readonly receivers: readonly string[];
  readonly processors?: readonly string[];
  readonly exporters: readonly string[];
}

/** Grafana's provisioned data sources. */
export interface DataSourcesFile {
  readonly datasources: readonly { readonly uid: string; readonly url: string; readonly type: string }[];
}

/** A service of the catalogue. */
export const CATALOGUED = {
  name: 'checkout',
  port: 8000,
  language: 'go',
  type: 'a',
  layer: 'a',
  tier: 'critical',
  version: '2.0',
  owner: 'a',
} as const;
