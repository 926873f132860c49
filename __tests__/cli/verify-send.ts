import { recordTelemetry } from '../../cli/verify/telemetry';

const url = process.argv[2] ?? '';
const telemetry = recordTelemetry(0.1);
const sent = await Promise.allSettled([telemetry.sendTrace(url), telemetry.sendMetrics(url), telemetry.sendLog(url)]);
console.log(
  JSON.stringify({
    marker: telemetry.marker,
    traceId: telemetry.traceId,
    errors: sent.flatMap((result) => (result.status === 'rejected' ? [String(result.reason)] : [])),
  }),
);
