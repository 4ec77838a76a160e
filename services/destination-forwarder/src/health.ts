import type { Outcome } from '@millrace/destinations';

/** What a destination's recent answers say about it as a whole. */
export type Health = {
  readonly status: 'up' | 'down' | 'unauthorized';
  /** Events that failed at their first attempt since anything last went well. */
  readonly failures: number;
};

/** Where a destination starts. */
export const healthy: Health = { status: 'up', failures: 0 };

/**
 * Takes in one outcome. Only first attempts count against a destination: one event that fails for ever on a quiet day says
 * nothing about the next. Any reply that settles an event, a refusal too, shows that it is up.
 */
export function healthAfter(
  health: Health,
  outcome: Outcome['kind'],
  { isFirstAttempt, downAfter }: { readonly isFirstAttempt: boolean; readonly downAfter: number },
): Health {
  if (outcome === 'delivered' || outcome === 'rejected') return health.failures === 0 ? health : healthy;
  if (!isFirstAttempt) return health;
  const failures = health.failures + 1;
  if (failures < downAfter) return { ...health, failures };
  return { status: outcome === 'unauthorized' ? 'unauthorized' : 'down', failures };
}
