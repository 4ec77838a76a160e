import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { PrometheusExporter, PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { resourceFromAttributes, type Resource } from '@opentelemetry/resources';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import { AlwaysOnSampler, BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';

import { attributes } from './attributes.ts';
import { createLog, type Logger, type LogLevel } from './log.ts';
import { createMeter, type Meter } from './meter.ts';
import { registerProcessMetrics } from './process-metrics.ts';
import { createTracer, passiveTracer, type Tracer } from './tracer.ts';

/** What a process says about itself: lines, measurements, spans. */
export type Telemetry = {
  readonly log: Logger;
  readonly meter: Meter;
  readonly tracer: Tracer;
  /** Share of new traces that ask for spans, for `newTraceparent`. */
  readonly traceSampleRatio: number;
  /** All metrics in Prometheus' text format. */
  readonly renderMetrics: () => Promise<string>;
  /** Sends the spans in hand. */
  readonly shutdown: () => Promise<void>;
};

/** Settings of a process's telemetry; `otlpEndpoint` is the base URL of an OTLP/HTTP receiver, without it no spans are recorded. */
export type TelemetrySettings = {
  readonly service: string;
  readonly version: string;
  readonly logLevel: LogLevel;
  readonly traceSampleRatio: number;
  readonly otlpEndpoint?: string | undefined;
};

/** Starts telemetry. Nothing listens: metrics are rendered on demand for the operations server. */
export function createTelemetry(settings: TelemetrySettings): Telemetry {
  const { service, version, logLevel, traceSampleRatio, otlpEndpoint } = settings;
  const resource = resourceFromAttributes({
    [attributes.serviceName]: service,
    [attributes.serviceVersion]: version,
  });
  const metrics = startMetrics(service, resource);
  const tracing = otlpEndpoint === undefined ? undefined : startTracing(service, resource, otlpEndpoint);
  registerProcessMetrics(metrics.meter);
  return {
    log: createLog({ service, version, level: logLevel }),
    meter: metrics.meter,
    tracer: tracing?.tracer ?? passiveTracer,
    traceSampleRatio,
    renderMetrics: metrics.render,
    async shutdown() {
      await Promise.all([tracing?.shutdown(), metrics.shutdown()]);
    },
  };
}

function startMetrics(service: string, resource: Resource) {
  // The exporter is only the reader: its own server never starts.
  const reader = new PrometheusExporter({ preventServerStart: true });
  const serializer = new PrometheusSerializer('', false, undefined, false, true);
  const provider = new MeterProvider({ resource, readers: [reader] });
  return {
    meter: createMeter(provider.getMeter(service)),
    render: async () => serializer.serialize((await reader.collect()).resourceMetrics),
    shutdown: () => provider.shutdown(),
  };
}

function startTracing(service: string, resource: Resource, otlpEndpoint: string) {
  const exporter = new OTLPTraceExporter({ url: `${otlpEndpoint.replace(/\/$/, '')}/v1/traces` });
  const provider = new TracerProvider({
    resource,
    // Which traces are sampled is decided once, where the trace starts; here only sampled ones arrive.
    sampler: new AlwaysOnSampler(),
    spanProcessors: [new BatchSpanProcessor({ exporter, scheduledDelayMillis: 1000 })],
  });
  return { tracer: createTracer(provider.getTracer(service)), shutdown: () => provider.shutdown() };
}
