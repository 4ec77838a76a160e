import {
  AlwaysOnSampler,
  InMemorySpanExporter,
  SimpleSpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { describe, expect, it } from '@jest/globals';

import { attributes } from './attributes.ts';
import { createTracer, passiveTracer } from './tracer.ts';
import { newTraceparent, parseTraceparent } from './traceparent.ts';

function aTracer() {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({
    sampler: new AlwaysOnSampler(),
    spanProcessors: [new SimpleSpanProcessor({ exporter })],
  });
  return { tracer: createTracer(provider.getTracer('test')), finished: () => exporter.getFinishedSpans() };
}

describe('a tracer', () => {
  it('records a span of a sampled trace under its parent, and hands its own context on', () => {
    const { tracer, finished } = aTracer();
    const parent = newTraceparent(1);
    const span = tracer.startSpan('publish events.collected.v1', {
      role: 'producer',
      parent,
      attributes: { [attributes.messagingSystem]: 'kafka' },
      startedAt: 1_700_000_000_000,
    });
    span.set({ [attributes.messagingPartition]: '3' });
    span.end();

    const [recorded] = finished();
    expect(recorded).toMatchObject({
      name: 'publish events.collected.v1',
      kind: SpanKind.PRODUCER,
      attributes: { 'messaging.system': 'kafka', 'messaging.destination.partition.id': '3' },
      startTime: [1_700_000_000, 0],
    });
    expect(recorded?.parentSpanContext?.spanId).toBe(parseTraceparent(parent)?.spanId);
    expect(parseTraceparent(span.traceparent)).toEqual({
      traceId: parseTraceparent(parent)?.traceId,
      spanId: recorded?.spanContext().spanId,
      sampled: true,
    });
  });

  it('says why a span failed', () => {
    const { tracer, finished } = aTracer();
    const span = tracer.startSpan('POST webhook', { role: 'client', parent: newTraceparent(1) });
    span.fail('request-timed-out');
    span.end();
    expect(finished()[0]).toMatchObject({
      status: { code: SpanStatusCode.ERROR },
      attributes: { 'error.type': 'request-timed-out' },
    });
  });

  it('links a batch to the sampled records among it', () => {
    const { tracer, finished } = aTracer();
    const linked = newTraceparent(1);
    const options = {
      role: 'consumer',
      parent: newTraceparent(1),
      links: [linked, newTraceparent(0)],
    } as const;
    tracer.startSpan('process t', options).end();
    expect(finished()[0]?.links.map(link => link.context.traceId)).toEqual([
      parseTraceparent(linked)?.traceId,
    ]);
  });

  it('records nothing of an unsampled trace and hands its context on unchanged', () => {
    const { tracer, finished } = aTracer();
    const parent = newTraceparent(0);
    const span = tracer.startSpan('process t', { role: 'consumer', parent });
    span.fail('x');
    span.end();
    expect(span.traceparent).toBe(parent);
    expect(finished()).toHaveLength(0);
  });

  it('without a receiver hands every context on', () => {
    const parent = newTraceparent(1);
    expect(passiveTracer.startSpan('process t', { role: 'consumer', parent }).traceparent).toBe(parent);
  });
});
