import {
  eventHeaders,
  headers,
  topics,
  type DeferredWebhook,
  type FunctionInvocation,
  type WaitingWebhook,
} from '@millrace/contracts';
import { assertNever } from '@millrace/domain';
import { eventKey } from '@millrace/intake';
import { ask, emit, ignore, next, type Emission, type Handler, type Step } from '@millrace/stream';

import type { Invocation } from './invocation.ts';
import type { RetryRules } from './rules.ts';
import { settle, type Settlement } from './settle.ts';
import { deadLetter, traceHeaders, waitingWebhook } from './state.ts';

/** Asks for another run of a waiting request's function. */
export type Question = {
  /** The record of the request, as it was read. */
  readonly value: Buffer;
  readonly attempt: number;
};

type WebhookStep = Step<WaitingWebhook, Question>;

/** Decides about one deferred request: it waits until it is due, its function runs, and it is done, waits longer or is given up on. */
export function createHandler(
  rules: RetryRules,
): Handler<DeferredWebhook, WaitingWebhook, undefined, Question, Invocation> {
  return (states, input): WebhookStep => {
    switch (input.kind) {
      case 'record':
        return next([{ key: input.key, state: waitingWebhook(input) }]);
      case 'timer': {
        const waiting = states.get(input.key);
        if (waiting === undefined) return ignore('timer-outlived');
        return ask({ value: waiting.value, attempt: waiting.attempts + 1 });
      }
      case 'answer': {
        const { key } = input.to;
        const waiting = states.get(key);
        if (waiting === undefined) return ignore('timer-outlived');
        return afterRun(key, waiting, settle(input.answer, rules));
      }
      default:
        return assertNever(input);
    }
  };
}

function afterRun(invocationId: string, waiting: WaitingWebhook, settlement: Settlement): WebhookStep {
  const record = invocationOutput(settlement.record, waiting);
  const done = [{ key: invocationId, state: undefined }] as const;
  switch (settlement.kind) {
    case 'succeeded': {
      const events = settlement.events.map(event =>
        emit(topics.eventsCollected, eventKey(event), event, {
          ...eventHeaders(event),
          ...traceHeaders(waiting),
        }),
      );
      return { kind: 'next', changes: done, outputs: [...events, record] };
    }
    case 'retrying': {
      const state = { ...waiting, attempts: waiting.attempts + 1, dueAt: settlement.dueAt };
      return next([{ key: invocationId, state }], [record]);
    }
    case 'failed':
      return {
        kind: 'next',
        changes: done,
        outputs: [record],
        deadLetters: [deadLetter(invocationId, waiting, settlement.failure.code)],
      };
    default:
      return assertNever(settlement);
  }
}

function invocationOutput(invocation: FunctionInvocation, waiting: WaitingWebhook): Emission {
  return emit(topics.functionsInvocations, invocation.functionId, invocation, {
    [headers.sourceId]: invocation.sourceId,
    ...traceHeaders(waiting),
  });
}
