import { BugError, MillraceError, TransientError } from '@millrace/errors';
import { ReplyError } from 'ioredis';

/** First words of Redis' error replies that pass by themselves: Redis starts, fails over, is full, or runs a long script. */
const passingReplies: ReadonlySet<string> = new Set([
  'BUSY',
  'CLUSTERDOWN',
  'LOADING',
  'MASTERDOWN',
  'MISCONF',
  'NOREPLICAS',
  'OOM',
  'READONLY',
  'TRYAGAIN',
]);

/** What the Redis client threw, as an error of ours; total. */
export function translateRedisError(thrown: unknown): MillraceError {
  if (thrown instanceof MillraceError) return thrown;
  const message = `Redis command failed: ${thrown instanceof Error ? thrown.message : String(thrown)}`;
  if (isReply(thrown) && !passingReplies.has(replyCode(thrown))) {
    return new BugError('redis-refused', message, { cause: thrown });
  }
  // Everything else is the connection: refused, closed, or too slow.
  return new TransientError('redis-unavailable', message, { cause: thrown });
}

/** Code of an error reply: by Redis' protocol its first word. */
export function replyCode(thrown: unknown): string {
  return isReply(thrown) ? (thrown.message.split(' ', 1)[0] ?? '') : '';
}

function isReply(thrown: unknown): thrown is Error {
  return thrown instanceof Error && thrown instanceof (ReplyError as new () => Error);
}
