import { LOG_ATTRIBUTES } from '../../config/messages';
import { goDuration, milliseconds, seconds } from '../../config/units';
import type { RenderContext } from '../core/component';
import type { Native } from '../core/native';
import { redactionPatterns } from './redaction';
import { replicasOf } from './tiers';

/** What every record says of where it comes from. What a service says of itself stays. */
export const resourceAttributes = ({ config }: RenderContext): Native => ({
  attributes: [
    { key: 'deployment.environment.name', value: config.name, action: 'insert' },
    { key: 'k8s.cluster.name', value: config.cluster, action: 'insert' },
    { key: 'service.namespace', value: config.platform, action: 'insert' },
  ],
});

/** Masks attributes of every kind and log bodies. https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/processor/redactionprocessor */
export function redaction({ config }: RenderContext): Native {
  const { keys, values, allowed } = redactionPatterns(config.redaction);
  return {
    allow_all_keys: true,
    ignored_keys: config.redaction.uncheckedKeys,
    blocked_key_patterns: keys,
    blocked_values: values,
    ...(allowed.length === 0 ? {} : { allowed_values: allowed }),
    // Lists too: http.request.header.* are lists of strings.
    redact_all_types: true,
    // A list of what was masked would tell where to look.
    summary: 'silent',
  };
}

/** What stands in a name that needs redaction, an address or a query; most names have none of it, and cost three searches. */
const SUSPICIOUS = ['@', '=', '://'] as const;

/** The texts of a span that are no attributes, which the redaction processor leaves alone: its name and its status. */
export function spanTextRedaction({ config }: RenderContext): Native {
  const { values, allowed } = redactionPatterns(config.redaction);
  const mask = (field: string): readonly string[] => {
    const but = allowed.map((pattern) => `not IsMatch(${field}, ${JSON.stringify(pattern)})`).join(' and ');
    return values.map((pattern) => `replace_pattern(${field}, ${JSON.stringify(pattern)}, "****")${but === '' ? '' : ` where ${but}`}`);
  };
  return {
    error_mode: 'ignore',
    trace_statements: [
      { context: 'span', conditions: ['span.status.message != ""'], statements: mask('span.status.message') },
      { context: 'span', conditions: SUSPICIOUS.map((text) => `IsMatch(span.name, "${text}")`), statements: mask('span.name') },
    ],
  };
}

/** Cuts what is too much, and looks at nothing else. A map is as many attributes as it has keys. */
function cut(context: 'resource' | 'scope' | 'log'): Native {
  const attributes = `${context}.attributes`;
  return {
    context,
    conditions: [`Len(${attributes}) > ${LOG_ATTRIBUTES.each} or Len(String(${attributes})) > ${LOG_ATTRIBUTES.value}`],
    statements: [
      `flatten(${attributes})`,
      `limit(${attributes}, ${LOG_ATTRIBUTES.each}, [])`,
      `truncate_all(${attributes}, ${LOG_ATTRIBUTES.value})`,
    ],
  };
}

/**
 * Cuts attributes of log records to what the store takes of one: it refuses records with more, and all that was sent with them.
 * https://grafana.com/docs/loki/latest/get-started/labels/structured-metadata/
 */
export const storableLogs: Native = { error_mode: 'silent', log_statements: [cut('resource'), cut('scope'), cut('log')] };

/** SDKs send what they have every 5 s: a span of another service may come that long after the root has ended. */
const AFTER_ROOT = '6s';

/** Keeps errors, slow traces and a share of the rest. https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/processor/tailsamplingprocessor */
export function tailSampling({ config }: RenderContext): Native {
  const { ratio, keepErrors, keepSlowerThan, decisionWait, expectedTracesPerSecond } = config.sampling.traces;
  // Traces spread evenly over the instances, of which the least number must do.
  const traceRate = Math.ceil(expectedTracesPerSecond / replicasOf(config).min);
  const waiting = Math.ceil(traceRate * seconds(decisionWait));
  return {
    decision_wait: goDuration(decisionWait),
    // A trace whose root has ended needs less patience and gives its memory back earlier.
    ...(milliseconds(decisionWait) > milliseconds(AFTER_ROOT) ? { decision_wait_after_root_received: AFTER_ROOT } : {}),
    // Twice the traces that wait at the expected rate: one that is pushed out is never decided about.
    num_traces: waiting * 2,
    expected_new_traces_per_sec: traceRate,
    sample_on_first_match: true,
    // A span that comes after the decision gets the same one.
    decision_cache: { sampled_cache_size: waiting * 2, non_sampled_cache_size: waiting * 10 },
    policies: [
      ...(keepErrors ? [{ name: 'errors', type: 'status_code', status_code: { status_codes: ['ERROR'] } }] : []),
      ...(keepSlowerThan === null ? [] : [{ name: 'slow', type: 'latency', latency: { threshold_ms: milliseconds(keepSlowerThan) } }]),
      {
        name: 'ordinary',
        type: 'probabilistic', // 0.07 * 100 is a little more than 7 in binary.
        probabilistic: { sampling_percentage: Number((ratio * 100).toPrecision(12)) },
      },
    ],
  };
}

/**
 * Each request costs a step of every processor and a copy at the fork, whatever its size. Only before a sampler, which holds traces in
 * memory for seconds anyway: without one, what a sender was told is taken is on disk.
 */
export const receivedBatch: Native = { timeout: '200ms', send_batch_size: 512 };

/** The sampler passes traces on one by one; each alone would be a write of its own to the queue on disk. */
export const sampledBatch: Native = { timeout: '1s', send_batch_size: 512, send_batch_max_size: 2_048 };
