import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { defineEnvironment } from '../../config/define';
import dev from '../../config/environments/dev';
import prod from '../../config/environments/prod';
import staging from '../../config/environments/staging';
import { ConfigError } from '../../config/errors';
import type { EnvironmentOverlay } from '../../config/schema/environment';
import { textOf } from '../../constructs/core/native';
import type { Platform } from '../../constructs/core/platform';
import { fullKubernetesOverlay, fullOverlay, otherKindsOverlay } from './full-overlays';
import { resolveConfig } from './platform';
import { plausibleOverlay } from './plausible-overlays';

/** The repository's environments by their names. */
const repository: Readonly<Record<string, EnvironmentOverlay>> = { dev, staging, prod };

/** What changes the shape of a rendered file. */
const shapes: Readonly<Record<string, EnvironmentOverlay>> = {
  'every key': fullOverlay,
  jaeger: { traces: { backend: 'jaeger' } },
  'no traces': { traces: { backend: 'none' } },
  'a tenth of the traces': { sampling: { traces: { ratio: 0.1 } } },
  'sampling by chance alone': { sampling: { traces: { ratio: 0.25, keepErrors: false, keepSlowerThan: null } } },
  'nothing redacted': { redaction: { enabled: false } },
  'own patterns alone': {
    redaction: { builtIn: false, keys: ['ssn$'], values: ['(?i)iban\\s+[a-z0-9]+', '\\$[0-9]+', '\\pL{3}-\\d{4,}$'] },
  },
  'no logs': { loki: { enabled: false } },
  'no metrics': { prometheus: { enabled: false } },
  'no alerts': { alertmanager: { enabled: false } },
  'on a cluster, with everything': fullKubernetesOverlay,
  'on a cluster, with the other kinds of everything': otherKindsOverlay,
  'short retention': {
    retention: { metrics: { time: '2h', size: '128MiB' }, traces: '1h', logs: { total: '24h', hot: '1h' }, alerts: '24h' },
  },
  'long retention': {
    retention: { metrics: { time: '36500d', size: '9000TB' }, traces: '5000w', logs: { total: '36500d', hot: '36500d' }, alerts: '36500d' },
  },
  'fast scrapes': { prometheus: { scrapeInterval: '1s', scrapeTimeout: '1s', evaluationInterval: '1w', outOfOrderTimeWindow: '0s' } },
  'large queues': {
    otelCollector: { outageTolerance: '7d', expectedItemsPerSecond: { spans: 1_000_000, logRecords: 1_000_000, dataPoints: 1 } },
  },
};

function tryResolve(name: string, overlay: EnvironmentOverlay): readonly Platform[] {
  try {
    return [resolveConfig(defineEnvironment(name, overlay))];
  } catch (error) {
    if (error instanceof ConfigError) return [];
    throw error;
  }
}

/** Platforms of every shape: the repository's environments, those above, and some at random, the same in every run. */
export const variants: readonly (readonly [string, Platform])[] = [
  ...readdirSync('config/environments').map((file): readonly [string, Platform] => {
    const name = file.replace(/\.ts$/, '');
    const overlay = repository[name];
    if (overlay === undefined) throw new Error(`config/environments/${file} is in no test: add it here`);
    return [name, resolveConfig(defineEnvironment(name, overlay))];
  }),
  ...Object.entries(shapes).map(([title, overlay]): readonly [string, Platform] => [
    title,
    resolveConfig(defineEnvironment('dev', overlay)),
  ]),
  ...fc
    .sample(plausibleOverlay, { numRuns: 12, seed: 20_240_601 })
    .flatMap((overlay, index) =>
      tryResolve('random', overlay).map((platform): readonly [string, Platform] => [`random ${index}`, platform]),
    ),
];

/** The texts of a component's file in all variants, each once, with the first variant that has it. */
export function filesOf(component: string, ending = ''): readonly (readonly [string, string])[] {
  const texts = new Map<string, string>();
  for (const [title, { components }] of variants) {
    const file = components.find(({ name }) => name === component)?.files.find(({ path }) => path.endsWith(ending));
    const text = file === undefined ? undefined : textOf(file);
    if (text !== undefined && !texts.has(text)) texts.set(text, title);
  }
  return [...texts].map(([text, title]) => [title, text]);
}
