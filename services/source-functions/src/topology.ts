import { topics, type DeferredWebhook, type WaitingWebhook } from '@millrace/contracts';
import type { Topology } from '@millrace/stream';

import { createHandler, type Question } from './handler.ts';
import type { Invocation } from './invocation.ts';
import { limits } from './limits.ts';
import type { RetryRules } from './rules.ts';

/** Largest encoded state: the largest body, and what a request weighs beside it. */
const MAX_STATE_BYTES = limits.functionBodyBytes + 64 * 1024;

/** The program that runs functions again on requests they did not succeed on. */
export type RetryTopology = Topology<DeferredWebhook, WaitingWebhook, undefined, Question, Invocation>;

/** Runs functions again, each request by itself: one that waits holds up no other. */
export function createTopology({
  rules,
  maxWaiting,
}: {
  readonly rules: RetryRules;
  /** Requests of a partition that may wait at once; the others wait in their topic. */
  readonly maxWaiting: number;
}): RetryTopology {
  return {
    service: 'source-functions',
    group: 'source-functions',
    input: topics.webhooksDeferred,
    store: {
      name: 'deferred',
      changelog: topics.sourceFunctionsDeferredChangelog,
      maxStateBytes: MAX_STATE_BYTES,
      dueAt: ({ dueAt }) => dueAt,
    },
    outputs: [topics.eventsCollected, topics.functionsInvocations],
    deadLetters: topics.sourceFunctionsDeadLetters,
    stateKeys: input => [input.key],
    isIntakeOpen: ({ timers }) => timers < maxWaiting,
    handler: createHandler(rules),
  };
}
