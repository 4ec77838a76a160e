import { headers, type DeferredWebhook, type WaitingWebhook } from '@millrace/contracts';
import type { DeadLetter, InputRecord, ReasonCode } from '@millrace/stream';

/** A record as it waits for its function. */
export function waitingWebhook(record: InputRecord<DeferredWebhook>): WaitingWebhook {
  const { sourceId, attempts, dueAt } = record.value;
  return {
    // A copy: the record's bytes are a piece of a whole fetch, which what waits must not keep in memory.
    value: Buffer.from(record.bytes),
    offset: record.offset,
    traceparent: record.headers[headers.traceparent] ?? null,
    sourceId,
    attempts,
    dueAt,
  };
}

/** A waiting request that is given up on. */
export function deadLetter(invocationId: string, waiting: WaitingWebhook, reason: ReasonCode): DeadLetter {
  return {
    key: invocationId,
    bytes: waiting.value,
    offset: waiting.offset,
    headers: { [headers.sourceId]: waiting.sourceId, ...traceHeaders(waiting) },
    reason,
  };
}

/** The trace of a waiting request goes on in what comes of it. */
export function traceHeaders({ traceparent }: WaitingWebhook): Readonly<Record<string, string>> {
  return traceparent === null ? {} : { [headers.traceparent]: traceparent };
}
