import { topics, type DeferredWebhook } from '@millrace/contracts';
import { assertNever } from '@millrace/domain';
import { classifyError, TransientError } from '@millrace/errors';
import type { ProducerRecord } from '@millrace/kafka';
import { adoptTraceparent, type Span, type Telemetry } from '@millrace/telemetry';

import type { Invoke } from './invoke.ts';
import { readPayload } from './payload.ts';
import { createRecords, type Encoders, type Records } from './records.ts';
import { deferredReply, failedReply, replies, type Reply, type ReplyName } from './replies.ts';
import type { RetryRules } from './rules.ts';
import { settle, type Settlement } from './settle.ts';
import type { Target } from './targets.ts';
import type { Facts } from './telemetry.ts';
import { webhookEvent } from './webhook-event.ts';
import { headerOf, type Webhook } from './webhook.ts';

/** A target that takes requests. */
export type OpenTarget = Exclude<Target, { kind: 'refused' }>;

/** Takes a request in and tells how to answer; what it says is done is durable. Rejects only on a bug. */
export type ReceiveWebhook = (webhook: Webhook, target: OpenTarget) => Promise<Reply>;

type Deps = {
  readonly invoke: Invoke;
  readonly encode: Encoders;
  /** Resolves when the records are durable. */
  readonly store: (records: readonly ProducerRecord[]) => Promise<void>;
  readonly rules: RetryRules;
  readonly origin: { readonly service: string; readonly version: string };
  readonly telemetry: Pick<Telemetry, 'tracer' | 'traceSampleRatio'>;
  readonly facts: Facts;
};

/** The way of a request once its target is known. */
export function createReceiveWebhook(deps: Deps): ReceiveWebhook {
  return async (webhook, target) => {
    const { tracer, traceSampleRatio } = deps.telemetry;
    const span = tracer.startSpan(`collect ${topics.eventsCollected.name}`, {
      role: 'server',
      parent: adoptTraceparent(headerOf(webhook, 'traceparent'), traceSampleRatio),
    });
    const records = createRecords(deps.encode, { traceparent: span.traceparent, ...deps.origin });
    try {
      switch (target.kind) {
        case 'event':
          return await storeEvent(deps, { webhook, target, records, span });
        case 'function':
          return await runFunction(deps, { webhook, target, records, span });
        default:
          return assertNever(target);
      }
    } finally {
      span.end();
    }
  };
}

type Visit<K extends OpenTarget['kind']> = {
  readonly webhook: Webhook;
  readonly target: Extract<OpenTarget, { kind: K }>;
  readonly records: Records;
  readonly span: Span;
};

async function storeEvent(deps: Deps, { webhook, target, records, span }: Visit<'event'>): Promise<Reply> {
  const payload = readPayload(webhook.body, {
    contentType: headerOf(webhook, 'content-type') ?? '',
    query: new URL(webhook.url).searchParams,
  });
  if (payload === undefined) return replies.invalidJson;
  const event = webhookEvent(webhook, target.sourceId, { payload, rules: target.rules });
  const problem = await tryToStore(deps, [records.event(event)], span);
  if (problem !== undefined) return replies[problem];
  deps.facts.stored(1);
  return replies.accepted;
}

async function runFunction(
  deps: Deps,
  { webhook, target, records, span }: Visit<'function'>,
): Promise<Reply> {
  const invocation = await deps.invoke(webhook, { ...target, attempt: 1 });
  const settlement = settle(invocation, deps.rules);
  const reply = replyTo(settlement);
  const record = records.invocation({ ...settlement.record, replyStatus: reply.status });
  const { sourceId, functionId } = invocation;
  const outcome = outcomeRecords(settlement, records, { ...webhook, sourceId, functionId });
  const problem = await tryToStore(deps, [...outcome, record], span);
  if (problem !== undefined) return replies[problem];
  deps.facts.settled(settlement.record);
  if (settlement.kind === 'succeeded') deps.facts.stored(settlement.events.length);
  return reply;
}

/** A response of the function's own comes only with success: what failed is answered as Segment's senders know it. */
function replyTo(settlement: Settlement): Reply {
  switch (settlement.kind) {
    case 'succeeded':
      return settlement.response ?? replies.accepted;
    case 'retrying':
      return deferredReply(settlement.failure.code);
    case 'failed':
      return failedReply(settlement.failure.code);
    default:
      return assertNever(settlement);
  }
}

function outcomeRecords(
  settlement: Settlement,
  records: Records,
  webhook: Omit<DeferredWebhook, 'attempts' | 'dueAt'>,
): readonly ProducerRecord[] {
  switch (settlement.kind) {
    case 'succeeded':
      return settlement.events.map(event => records.event(event));
    case 'retrying':
      return [records.deferred({ ...webhook, attempts: 1, dueAt: settlement.dueAt })];
    case 'failed':
      // Replayed after a fix, it is due at once.
      return [records.deadLetter({ ...webhook, attempts: 0, dueAt: webhook.receivedAt }, settlement.failure)];
    default:
      return assertNever(settlement);
  }
}

async function tryToStore(
  { store }: Deps,
  records: readonly ProducerRecord[],
  span: Span,
): Promise<ReplyName | undefined> {
  try {
    await store(records);
    return undefined;
  } catch (thrown) {
    const error = classifyError(thrown);
    span.fail(error.code);
    if (error instanceof TransientError) return error.code === 'overloaded' ? 'overloaded' : 'notStored';
    throw error;
  }
}
