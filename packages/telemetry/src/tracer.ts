import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, TraceFlags } from '@opentelemetry/api';
import type { Context, Link, Tracer as OtelTracer } from '@opentelemetry/api';

import { attributes as names } from './attributes.ts';
import { formatTraceparent, isSampled, parseTraceparent } from './traceparent.ts';

/** What a span stands for in a trace. */
export type SpanRole = 'server' | 'client' | 'producer' | 'consumer' | 'internal';

/** Values of span attributes; names come from `attributes`. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

/** Work under way. `traceparent` is what calls and records made by it carry. */
export type Span = {
  readonly traceparent: string;
  set(attributes: SpanAttributes): void;
  /** Marks the span as failed, by an error code of ours or an HTTP status. */
  fail(errorType: string): void;
  end(): void;
};

/** Starts spans for sampled traces; for others the parent's context travels on unchanged and nothing is allocated but the handle. */
export type Tracer = {
  /** Named `<operation> <topic or system>`. `parent` and `links` are traceparents; links to unsampled traces are left out. */
  startSpan(
    name: string,
    options: {
      readonly role: SpanRole;
      readonly parent: string;
      readonly attributes?: SpanAttributes;
      readonly links?: readonly string[];
      /** Epoch milliseconds; default now. */
      readonly startedAt?: number;
    },
  ): Span;
};

const MAX_LINKS = 128;

const kinds: Readonly<Record<SpanRole, SpanKind>> = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
  internal: SpanKind.INTERNAL,
};

/** A tracer that records nothing; contexts still travel. */
export const passiveTracer: Tracer = { startSpan: (_name, { parent }) => passiveSpan(parent) };

/** A tracer over OpenTelemetry's. */
export function createTracer(tracer: OtelTracer): Tracer {
  return {
    startSpan(name, { role, parent, attributes, links = [], startedAt }) {
      if (!isSampled(parent)) return passiveSpan(parent);
      const context = contextOf(parent);
      if (context === undefined) return passiveSpan(parent);
      const span = tracer.startSpan(
        name,
        {
          kind: kinds[role],
          links: sampledLinks(links),
          ...(attributes === undefined ? {} : { attributes }),
          ...(startedAt === undefined ? {} : { startTime: startedAt }),
        },
        context,
      );
      const { traceId, spanId } = span.spanContext();
      return {
        traceparent: formatTraceparent({ traceId, spanId, sampled: true }),
        set: values => void span.setAttributes(values),
        fail: errorType =>
          void span.setStatus({ code: SpanStatusCode.ERROR }).setAttribute(names.errorType, errorType),
        end: () => span.end(),
      };
    },
  };
}

function passiveSpan(traceparent: string): Span {
  return { traceparent, set() {}, fail() {}, end() {} };
}

function contextOf(traceparent: string): Context | undefined {
  const parsed = parseTraceparent(traceparent);
  if (parsed === undefined) return undefined;
  const { traceId, spanId } = parsed;
  return trace.setSpanContext(ROOT_CONTEXT, {
    traceId,
    spanId,
    traceFlags: TraceFlags.SAMPLED,
    isRemote: true,
  });
}

function sampledLinks(traceparents: readonly string[]): Link[] {
  const links: Link[] = [];
  for (const traceparent of traceparents) {
    if (links.length === MAX_LINKS) break;
    const parsed = isSampled(traceparent) ? parseTraceparent(traceparent) : undefined;
    if (parsed === undefined) continue;
    const { traceId, spanId } = parsed;
    links.push({ context: { traceId, spanId, traceFlags: TraceFlags.SAMPLED, isRemote: true } });
  }
  return links;
}
