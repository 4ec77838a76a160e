import {
  deadLetterHeaders,
  headers,
  topics,
  wireSchemaId,
  type DeferredWebhook,
  type Event,
  type FunctionInvocation,
} from '@millrace/contracts';
import { eventRecord } from '@millrace/intake';
import type { ProducerRecord } from '@millrace/kafka';

import type { Failure } from './verdict.ts';

/** Encodes the values that are written outside of the topology. */
export type Encoders = {
  readonly event: (event: Event) => Buffer;
  readonly invocation: (invocation: FunctionInvocation) => Buffer;
  readonly deferred: (webhook: DeferredWebhook) => Buffer;
};

/** Makes the records of a request, all in its trace. */
export type Records = {
  event(event: Event): ProducerRecord;
  invocation(invocation: FunctionInvocation): ProducerRecord;
  deferred(webhook: DeferredWebhook): ProducerRecord;
  /** A request that is given up on: as it would have waited, so that it can be sent there after a fix. */
  deadLetter(webhook: DeferredWebhook, failure: Failure): ProducerRecord;
};

const MAX_MESSAGE_CHARACTERS = 500;

/** Records of one trace. */
export function createRecords(
  encode: Encoders,
  {
    traceparent,
    service,
    version,
  }: { readonly traceparent: string; readonly service: string; readonly version: string },
): Records {
  return {
    event: event => eventRecord(event, traceparent, encode.event),
    invocation: invocation => ({
      topic: topics.functionsInvocations.name,
      key: invocation.functionId,
      value: encode.invocation(invocation),
      headers: { [headers.traceparent]: traceparent, [headers.sourceId]: invocation.sourceId },
      timestamp: invocation.startedAt,
    }),
    deferred: webhook => ({
      topic: topics.webhooksDeferred.name,
      key: webhook.invocationId,
      value: encode.deferred(webhook),
      headers: { [headers.traceparent]: traceparent, [headers.sourceId]: webhook.sourceId },
      timestamp: webhook.receivedAt,
    }),
    deadLetter: (webhook, { code, message }) => {
      const value = encode.deferred(webhook);
      const schemaId = wireSchemaId(value);
      return {
        topic: topics.sourceFunctionsDeadLetters.name,
        key: webhook.invocationId,
        value,
        headers: {
          [headers.traceparent]: traceparent,
          [headers.sourceId]: webhook.sourceId,
          [deadLetterHeaders.code]: code,
          [deadLetterHeaders.message]: message.slice(0, MAX_MESSAGE_CHARACTERS),
          [deadLetterHeaders.service]: service,
          [deadLetterHeaders.version]: version,
          [deadLetterHeaders.topic]: topics.webhooksDeferred.name,
          [deadLetterHeaders.attempts]: String(webhook.attempts),
          ...(schemaId !== undefined && { [deadLetterHeaders.schemaId]: String(schemaId) }),
        },
        timestamp: webhook.receivedAt,
      };
    },
  };
}
