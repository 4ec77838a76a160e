import type { BackoffRules } from './rules.ts';

/**
 * Pause after attempt number `attempt` (from 1): doubles up to the longest, spread over its upper half. The spread derives
 * from the event, so the same step always gives the same pause while events that failed together come back apart.
 */
export function retryDelayMs(attempt: number, messageId: string, { firstMs, maxMs }: BackoffRules): number {
  const ceiling = Math.min(maxMs, firstMs * 2 ** (attempt - 1));
  return Math.round(ceiling * (0.5 + spread(`${messageId} ${attempt}`) / 2));
}

/** A number in [0, 1) by FNV-1a, finished as MurmurHash does: neighbouring ids must not have neighbouring pauses. */
function spread(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
