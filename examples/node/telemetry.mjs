// Traces, metrics and logs, configured by the variables that `o11y service` prints. Loaded before everything else.
import { register } from 'node:module';
import { trace } from '@opentelemetry/api';
import { logs, SeverityNumber } from '@opentelemetry/api-logs';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { NodeSDK } from '@opentelemetry/sdk-node';

// So that modules that are imported, not required, can be instrumented.
register('@opentelemetry/instrumentation/hook.mjs', import.meta.url);

const UNTRACED = ['/health', '/metrics'];

// Exporters, resource and sampler come from OTEL_* variables.
const sdk = new NodeSDK({
  instrumentations: [new HttpInstrumentation({ ignoreIncomingRequestHook: ({ url }) => UNTRACED.includes(url ?? '') })],
});
sdk.start();

/** Ends it, so that nothing that was measured is lost. */
export const stop = () => sdk.shutdown();

/** One line of JSON that knows its trace, and the same record by OTLP. */
export function log(level, message, attributes = {}) {
  const context = trace.getActiveSpan()?.spanContext();
  const ids = context === undefined ? {} : { trace_id: context.traceId, span_id: context.spanId };
  process.stdout.write(`${JSON.stringify({ level, message, service: process.env.SERVICE_NAME, ...attributes, ...ids })}\n`);
  const severityNumber = { info: SeverityNumber.INFO, warning: SeverityNumber.WARN, error: SeverityNumber.ERROR }[level];
  logs.getLogger('platform-services').emit({ severityNumber, severityText: level, body: message, attributes });
}
