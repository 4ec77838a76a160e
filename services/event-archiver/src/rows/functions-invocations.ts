import { topics, type FunctionInvocation } from '@millrace/contracts';

import { mappedTable, textOrEmpty } from './archive-table.ts';
import { feed } from './feed.ts';

const table = mappedTable<FunctionInvocation>('function_invocations', {
  invocation_id: ({ invocationId }) => invocationId,
  function_id: ({ functionId }) => functionId,
  function_version: ({ functionVersion }) => functionVersion,
  source_id: ({ sourceId }) => sourceId,
  attempt: ({ attempt }) => attempt,
  outcome: ({ outcome }) => outcome,
  code: ({ code }) => textOrEmpty(code),
  message: ({ message }) => textOrEmpty(message),
  stack: ({ stack }) => textOrEmpty(stack),
  started_at: ({ startedAt }) => startedAt,
  duration_ms: ({ durationMs }) => durationMs,
  cpu_ms: ({ cpuMs }) => cpuMs,
  events: ({ events }) => events,
  next_attempt_at: ({ nextAttemptAt }) => nextAttemptAt,
  reply_status: ({ replyStatus }) => replyStatus,
  console: invocation => invocation.console,
  fetches: ({ fetches }) => fetches,
  request: ({ request }) => request,
  received_at: ({ receivedAt }) => receivedAt,
});

/** Runs of functions, and how each ended. */
export const functionsInvocations = feed(topics.functionsInvocations, (invocation, position) =>
  // The lag counts from the run: one that was tried again is not late.
  table.row(invocation, position, invocation.startedAt),
);
