import { createHash } from 'node:crypto';

import type { RetryRules } from './rules.ts';

/**
 * Pause after attempt number `attempt` (from 1): the first is spread between its two bounds, each further one is twice as long, up
 * to the longest. The spread derives from the id, so the same run always gives the same pause.
 */
export function retryDelayMs(
  attempt: number,
  invocationId: string,
  { firstMinMs, firstMaxMs, maxMs }: RetryRules,
): number {
  const firstMs = Math.round(firstMinMs + (firstMaxMs - firstMinMs) * share(invocationId));
  return Math.min(maxMs, firstMs * 2 ** (attempt - 1));
}

/** A number in [0, 1). */
function share(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE() / 2 ** 32;
}
