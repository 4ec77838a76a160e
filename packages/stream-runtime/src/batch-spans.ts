import { attributes, isSampled, type Span } from '@millrace/telemetry';

import type { BatchItem } from './batch-item.ts';
import type { Program } from './program.ts';

/**
 * Starts the spans of a batch: one for the batch, linked to its sampled records, and one for each of those, whose context their outputs
 * carry on. None where no record is sampled.
 */
export function startSpans<V, S, T, Q, A>(
  program: Program<V, S, T, Q, A>,
  items: readonly BatchItem<V>[],
): readonly Span[] {
  const { topology, tracer } = program;
  const topic = topology.input.name;
  const sampled = items.flatMap(item => {
    const traceparent = item.input?.kind === 'record' ? item.input.headers['traceparent'] : undefined;
    return traceparent !== undefined && isSampled(traceparent) ? [{ item, traceparent }] : [];
  });
  const [first] = sampled;
  if (first === undefined) return [];
  const about = {
    [attributes.messagingSystem]: 'kafka',
    [attributes.messagingDestination]: topic,
    [attributes.messagingConsumerGroup]: topology.group,
  };
  const batch = tracer.startSpan(`poll ${topic}`, {
    role: 'consumer',
    parent: first.traceparent,
    links: sampled.map(({ traceparent }) => traceparent),
    attributes: { ...about, [attributes.messagingBatchCount]: items.length },
  });
  const spans = [batch];
  for (const { item, traceparent } of sampled) {
    item.span = tracer.startSpan(`process ${topic}`, {
      role: 'consumer',
      parent: traceparent,
      attributes: about,
    });
    spans.push(item.span);
  }
  return spans;
}

/** Ends the spans of a batch whose effects are committed; one that is tried again starts new ones. */
export function endSpans(spans: readonly Span[]): void {
  for (const span of spans) span.end();
}
