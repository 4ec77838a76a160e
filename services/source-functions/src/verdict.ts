import { assertNever } from '@millrace/domain';
import type { FunctionOutcome, FunctionRun } from '@millrace/sandbox';

import { readResponse, type CustomResponse } from './custom-response.ts';
import type { FailureCode, Invocation } from './invocation.ts';
import { limits } from './limits.ts';

/** What an attempt comes to. `retry`: another may succeed. `failed`: none will, as far as one can tell. */
export type Verdict =
  | { readonly kind: 'succeeded'; readonly response: CustomResponse | undefined }
  | (Failure & { readonly kind: 'retry' | 'failed' });

/** Why an attempt did not succeed. */
export type Failure = {
  readonly code: FailureCode;
  readonly message: string;
  readonly stack?: string;
};

/** Judges an attempt: only what says so itself, runs out of time or had no place to run is worth another one (Segment, source functions). */
export function judge({ end }: Pick<Invocation, 'end'>): Verdict {
  if (end.kind === 'unrunnable') return { kind: 'retry', code: end.code, message: end.message };
  const verdict = judgeOutcome(end.run.outcome);
  const excess = verdict.kind === 'succeeded' ? excessOf(end.run) : undefined;
  return excess === undefined ? verdict : failed(excess);
}

function judgeOutcome(outcome: FunctionOutcome): Verdict {
  switch (outcome.kind) {
    case 'returned': {
      const read = readResponse(outcome.value);
      if (read.kind === 'invalid') return failed(read.problem);
      return { kind: 'succeeded', response: read.kind === 'response' ? read.response : undefined };
    }
    case 'threw': {
      const { name, message, stack } = outcome.error;
      const isRetry = name === 'RetryError';
      const code = isRetry ? 'RETRY_ERROR' : 'INVOKE_ERROR';
      return { kind: isRetry ? 'retry' : 'failed', code, message: `${name}: ${message}`, stack };
    }
    case 'timed-out':
      return { kind: 'retry', code: 'FUNCTION_TIMEOUT', message: 'The function did not end in time.' };
    case 'out-of-memory':
      return failed('The function used more memory than it may.');
    case 'unavailable': {
      const message = `The function had no place to run or was interrupted: ${outcome.reason}.`;
      return { kind: 'retry', code: 'SANDBOX_UNAVAILABLE', message };
    }
    default:
      return assertNever(outcome);
  }
}

function excessOf({ emitted }: FunctionRun): string | undefined {
  if (emitted.length > limits.events) {
    return `The function sent ${emitted.length} events; one run may send ${limits.events}.`;
  }
  const sizes = emitted.map(({ event }) => Buffer.byteLength(JSON.stringify(event)));
  const largest = Math.max(0, ...sizes);
  if (largest > limits.eventBytes) {
    return `The function sent an event of ${largest} bytes; one may have ${limits.eventBytes}.`;
  }
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return total > limits.eventsBytes
    ? `The function sent events of ${total} bytes; those of one run may have ${limits.eventsBytes}.`
    : undefined;
}

function failed(message: string): Verdict {
  return { kind: 'failed', code: 'INVOKE_ERROR', message };
}
