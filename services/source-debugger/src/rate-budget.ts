import type { EpochMillis } from '@millrace/domain';

/** A rate that may be used up: a token bucket that holds one second's worth. */
export type RateBudget = {
  /** Takes one, if there is one. */
  take(now: EpochMillis): boolean;
  /** Takes any number, also of the future's; returns how long to wait until they are earned. */
  borrow(count: number, now: EpochMillis): number;
};

/** A budget that is full. */
export function createRateBudget(perSecond: number): RateBudget {
  let left = perSecond;
  let at = -Infinity;
  const earn = (now: EpochMillis): void => {
    if (now > at) left = Math.min(perSecond, left + ((now - at) / 1000) * perSecond);
    at = Math.max(at, now);
  };
  return {
    take(now) {
      earn(now);
      if (left < 1) return false;
      left -= 1;
      return true;
    },
    borrow(count, now) {
      earn(now);
      left -= count;
      return left >= 0 ? 0 : (-left / perSecond) * 1000;
    },
  };
}
