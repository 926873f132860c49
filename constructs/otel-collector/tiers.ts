import type { EnvironmentConfig } from '../../config/schema/environment';

type Scaled = Pick<EnvironmentConfig, 'target' | 'otelCollector'>;

/** Instances at least and at most: one on Docker. */
export const replicasOf = ({ target, otelCollector }: Scaled): { readonly min: number; readonly max: number } =>
  target.kind === 'kubernetes' ? otelCollector.replicas : { min: 1, max: 1 };

/** Whether there may be several instances, whose series must differ and among which senders are to spread. */
export const isScaled = (config: Scaled): boolean => replicasOf(config).max > 1;

/** Whether traces are sampled: a sampler that keeps everything would only wait. */
export const samplesTraces = ({ traces, sampling }: Pick<EnvironmentConfig, 'traces' | 'sampling'>): boolean =>
  traces.backend !== 'none' && sampling.traces.ratio < 1;

/**
 * Whether sampling is a tier of its own: with several gateways the spans of a trace come in through any of them, and only somebody who sees
 * all of them can decide. Everything else works on single spans, so that without sampling one tier is enough.
 */
export const hasSamplingTier = (config: EnvironmentConfig): boolean =>
  config.otelCollector.enabled && isScaled(config) && samplesTraces(config);
