// A gateway on Fiber with a span for each request.
package main

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"log"
	"log/slog"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/adaptor"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"go.opentelemetry.io/contrib/bridges/otelslog"
	"go.opentelemetry.io/contrib/exporters/autoexport"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/propagation"
	sdklog "go.opentelemetry.io/otel/sdk/log"
	sdkmetric "go.opentelemetry.io/otel/sdk/metric"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

// start begins traces, metrics and logs as the OTEL_* variables say, and gives what ends them, so that nothing is lost.
func start(ctx context.Context) (func(context.Context) error, error) {
	spans, noSpans := autoexport.NewSpanExporter(ctx)
	reader, noMetrics := autoexport.NewMetricReader(ctx)
	records, noLogs := autoexport.NewLogExporter(ctx)
	if err := errors.Join(noSpans, noMetrics, noLogs); err != nil {
		return nil, err
	}
	traces := sdktrace.NewTracerProvider(sdktrace.WithBatcher(spans))
	meters := sdkmetric.NewMeterProvider(sdkmetric.WithReader(reader))
	logs := sdklog.NewLoggerProvider(sdklog.WithProcessor(sdklog.NewBatchProcessor(records)))
	otel.SetTracerProvider(traces)
	otel.SetMeterProvider(meters)
	otel.SetTextMapPropagator(propagation.TraceContext{})
	lines := slog.NewJSONHandler(os.Stdout, nil).WithAttrs([]slog.Attr{slog.String("service", os.Getenv("SERVICE_NAME"))})
	slog.SetDefault(slog.New(correlated{slog.NewMultiHandler(lines, otelslog.NewHandler("api-gateway", otelslog.WithLoggerProvider(logs)))}))
	return func(ctx context.Context) error {
		return errors.Join(traces.Shutdown(ctx), meters.Shutdown(ctx), logs.Shutdown(ctx))
	}, nil
}

// correlated adds the trace to each record.
type correlated struct{ slog.Handler }

func (c correlated) Handle(ctx context.Context, record slog.Record) error {
	if span := trace.SpanContextFromContext(ctx); span.IsValid() {
		record.AddAttrs(slog.String("trace_id", span.TraceID().String()), slog.String("span_id", span.SpanID().String()))
	}
	return c.Handler.Handle(ctx, record)
}

// business says who asks. Of a key only a hash leaves the service.
func business(c *fiber.Ctx) []attribute.KeyValue {
	var known []attribute.KeyValue
	for header, name := range map[string]string{"X-Tenant-ID": "tenant.id", "X-User-ID": "user.id", "X-Cost-Center": "cost_center"} {
		if value := c.Get(header); value != "" {
			known = append(known, attribute.String(name, value))
		}
	}
	if key := c.Get("X-API-Key"); key != "" {
		hash := sha256.Sum256([]byte(key))
		known = append(known, attribute.String("api_key.hash", hex.EncodeToString(hash[:8])))
	}
	return known
}

// traced begins a span for each request, in the trace of who sent it.
func traced(tracer trace.Tracer) fiber.Handler {
	return func(c *fiber.Ctx) error {
		headers, method := propagation.HeaderCarrier(http.Header(c.GetReqHeaders())), c.Method()
		ctx, span := tracer.Start(otel.GetTextMapPropagator().Extract(c.UserContext(), headers), method,
			trace.WithSpanKind(trace.SpanKindServer), trace.WithAttributes(business(c)...))
		defer span.End()
		c.SetUserContext(ctx)
		// The answer to an error is written here, so that its status is known.
		err := c.Next()
		if err != nil {
			err = c.App().ErrorHandler(c, err)
		}
		status, route := c.Response().StatusCode(), c.Route().Path
		span.SetName(method + " " + route)
		span.SetAttributes(attribute.String("http.request.method", method), attribute.String("http.route", route), attribute.Int("http.response.status_code", status))
		if status >= 500 {
			span.SetStatus(codes.Error, "")
		}
		return err
	}
}

func main() {
	ctx, cancel := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer cancel()
	stop, err := start(ctx)
	if err != nil {
		log.Fatal(err)
	}
	tracer := otel.Tracer("api-gateway")
	shown, _ := otel.Meter("api-gateway").Int64Counter("items.shown")
	// Spans keep texts of a request for longer than it takes.
	app := fiber.New(fiber.Config{DisableStartupMessage: true, Immutable: true})
	app.Get("/metrics", adaptor.HTTPHandler(promhttp.Handler()))
	app.Get("/health", func(c *fiber.Ctx) error { return c.SendStatus(fiber.StatusOK) })
	app.Use(traced(tracer))
	app.Get("/items/:id", func(c *fiber.Ctx) error {
		shown.Add(c.UserContext(), 1)
		slog.InfoContext(c.UserContext(), "item shown")
		return c.JSON(fiber.Map{"id": c.Params("id")})
	})
	app.Post("/workflows/:name", func(c *fiber.Ctx) error {
		ctx, span := tracer.Start(c.UserContext(), "workflow", trace.WithAttributes(attribute.String("workflow.name", c.Params("name"))))
		defer span.End()
		if c.QueryBool("fail") {
			span.SetStatus(codes.Error, "a step failed")
			slog.ErrorContext(ctx, "workflow failed", "workflow", c.Params("name"))
			return fiber.NewError(fiber.StatusInternalServerError, "a step failed")
		}
		slog.InfoContext(ctx, "workflow done", "workflow", c.Params("name"))
		return c.SendStatus(fiber.StatusOK)
	})
	app.Post("/login", func(c *fiber.Ctx) error {
		if c.Query("password") != cmp.Or(os.Getenv("DEMO_PASSWORD"), "correct") {
			trace.SpanFromContext(c.UserContext()).SetAttributes(attribute.String("security.event", "authentication_failure"))
			slog.WarnContext(c.UserContext(), "login failed", "user", c.Query("user"))
			return fiber.NewError(fiber.StatusUnauthorized, "wrong name or password")
		}
		return c.SendStatus(fiber.StatusOK)
	})
	app.Get("/slow", func(c *fiber.Ctx) error {
		time.Sleep(time.Duration(min(c.QueryFloat("seconds", 2.5), 30) * float64(time.Second)))
		return c.SendStatus(fiber.StatusOK)
	})
	context.AfterFunc(ctx, func() { _ = app.Shutdown() })
	served := app.Listen(":" + cmp.Or(os.Getenv("SERVICE_PORT"), "8000"))
	// What was measured last is sent after the signal came.
	if err := errors.Join(served, stop(context.Background())); err != nil {
		slog.Error("ended", "error", err)
	}
}
