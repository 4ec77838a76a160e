import type { Event, FunctionInvocation } from '@millrace/contracts';
import type { EpochMillis } from '@millrace/domain';

import type { CustomResponse } from './custom-response.ts';
import { emittedEvents } from './emitted-events.ts';
import type { Invocation } from './invocation.ts';
import { invocationRecord } from './invocation-record.ts';
import { retryDelayMs } from './retry-delay.ts';
import type { RetryRules } from './rules.ts';
import { judge, type Failure } from './verdict.ts';

/** What follows from an attempt. */
export type Settlement = { readonly record: FunctionInvocation } & (
  | {
      readonly kind: 'succeeded';
      readonly events: readonly Event[];
      readonly response: CustomResponse | undefined;
    }
  | { readonly kind: 'retrying'; readonly dueAt: EpochMillis; readonly failure: Failure }
  /** Not tried again. */
  | { readonly kind: 'failed'; readonly failure: Failure }
);

/**
 * Settles an attempt. What a run sent counts only when the run succeeds: half of it would be sent again by the next one, or would be
 * all there ever is.
 */
export function settle(invocation: Invocation, rules: RetryRules): Settlement {
  const { attempt, startedAt, webhook, end } = invocation;
  const verdict = judge(invocation);
  if (verdict.kind === 'succeeded') {
    const events = end.kind === 'ran' ? emittedEvents(invocation, end.function, end.run.emitted) : [];
    const facts = { failure: undefined, events: events.length, nextAttemptAt: undefined };
    const record = invocationRecord(invocation, { outcome: 'succeeded', ...facts });
    return { kind: 'succeeded', record, events, response: verdict.response };
  }
  const { kind, ...failure } = verdict;
  if (kind === 'retry' && attempt < rules.attempts) {
    const endedAt = startedAt + (end.kind === 'ran' ? Math.round(end.run.durationMs) : 0);
    const dueAt = endedAt + retryDelayMs(attempt, webhook.invocationId, rules);
    const facts = { outcome: 'retrying', failure, events: 0, nextAttemptAt: dueAt } as const;
    return { kind: 'retrying', record: invocationRecord(invocation, facts), dueAt, failure };
  }
  const outcome = kind === 'retry' ? 'expired' : 'failed';
  const record = invocationRecord(invocation, { outcome, failure, events: 0, nextAttemptAt: undefined });
  return { kind: 'failed', record, failure };
}
