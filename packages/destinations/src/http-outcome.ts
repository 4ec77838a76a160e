import type { EpochMillis } from '@millrace/domain';

import type { Outcome, Reply } from './outcome.ts';

/**
 * What HTTP itself says about a reply, for destinations whose vendor adds nothing of their own.
 * The classes are Segment's (connections/destinations/index.md): 429, 5xx and every failure of the network may pass. We
 * add 408 and 425, which say of themselves that they pass, and keep events of 401 and 403, which Segment discards.
 */
export function classifyHttp(reply: Reply): Outcome {
  if (reply.kind === 'failure') return { kind: 'retry', reason: reply.code };
  const { status } = reply;
  if (status >= 200 && status < 300) return { kind: 'delivered' };
  if (status === 401 || status === 403) return { kind: 'unauthorized', reason: 'credentials-refused' };
  const passing = passingReason(status);
  if (passing !== undefined) return retry(passing, retryAfterMs(reply.retryAfter, reply.receivedAt));
  return { kind: 'rejected', reason: status < 400 ? 'redirected' : 'request-refused' };
}

function passingReason(status: number): string | undefined {
  if (status === 429) return 'rate-limited';
  if (status === 408) return 'timed-out';
  if (status === 425) return 'too-early';
  return status >= 500 ? 'server-error' : undefined;
}

function retry(reason: string, afterMs: number | undefined): Outcome {
  return afterMs === undefined ? { kind: 'retry', reason } : { kind: 'retry', reason, afterMs };
}

/** The wait of a `retry-after` header, in seconds or as a date (RFC 9110, 10.2.3); undefined where it says neither. */
export function retryAfterMs(header: string | undefined, now: EpochMillis): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
