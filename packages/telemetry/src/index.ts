export { attributes } from './attributes.ts';
export { createBaseMetrics, type BaseMetrics } from './base-metrics.ts';
export { createLog, logLevels, silentLog, type LogFields, type Logger, type LogLevel } from './log.ts';
export {
  labelledMeter,
  type Counter,
  type Histogram,
  type Labels,
  type Meter,
  type Observe,
} from './meter.ts';
export { silentMeter, silentTelemetry } from './silent-telemetry.ts';
export { createTelemetry, type Telemetry, type TelemetrySettings } from './telemetry.ts';
export {
  adoptTraceparent,
  childTraceparent,
  formatTraceparent,
  isSampled,
  newTraceparent,
  parseTraceparent,
  type TraceContext,
} from './traceparent.ts';
export { passiveTracer, type Span, type SpanAttributes, type SpanRole, type Tracer } from './tracer.ts';
