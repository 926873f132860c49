"""Traces, metrics and logs, configured by the variables that `o11y service` prints."""

import json
import os

from opentelemetry import metrics, trace
from opentelemetry._logs import LogRecord, SeverityNumber, get_logger, set_logger_provider
from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter
from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import BatchLogRecordProcessor
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor


def start():
    """Starts the SDK. Gives what ends it, so that nothing that was measured is lost."""
    traces, logs, meters = TracerProvider(), LoggerProvider(), MeterProvider([PeriodicExportingMetricReader(OTLPMetricExporter())])
    traces.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    # Where the output of containers is collected, one of the two ways is enough.
    if os.environ.get("OTEL_LOGS_EXPORTER") != "none":
        logs.add_log_record_processor(BatchLogRecordProcessor(OTLPLogExporter()))
    trace.set_tracer_provider(traces)
    metrics.set_meter_provider(meters)
    set_logger_provider(logs)
    return lambda: [provider.shutdown() for provider in (traces, logs, meters)]


def log(severity, message, **attributes):
    """One line of JSON that knows its trace, and the same record by OTLP."""
    line = {"level": severity, "message": message, "service": os.environ.get("SERVICE_NAME"), **attributes}
    context = trace.get_current_span().get_span_context()
    if context.is_valid:
        line |= {"trace_id": f"{context.trace_id:032x}", "span_id": f"{context.span_id:016x}"}
    print(json.dumps(line), flush=True)
    get_logger(__name__).emit(
        LogRecord(severity_number=SeverityNumber[severity], severity_text=severity, body=message, attributes=attributes)
    )
