import type { EpochMillis } from '@millrace/domain';

/** A source, as far as its limit goes; it is told from others by its identity. */
type LimitedSource = {
  readonly settings: {
    readonly rateLimit?:
      { readonly requestsPerSecond: number; readonly burst?: number | undefined } | undefined;
  };
};

/** Counts the requests of each source against its limit. */
export type RateLimits = {
  /** Whether a request that comes now is within the limit; takes it up where it is. */
  readonly allow: (source: LimitedSource, now: EpochMillis) => boolean;
};

/** Requests that may still come at once; refilled at the limit's rate up to its burst. */
type Bucket = { requests: number; at: EpochMillis };

/** A full bucket for each source that has a limit; a changed source begins with a full one again. */
export function createRateLimits(): RateLimits {
  const buckets = new WeakMap<LimitedSource, Bucket>();
  return {
    allow(source, now): boolean {
      const limit = source.settings.rateLimit;
      if (limit === undefined) return true;
      const { requestsPerSecond, burst = requestsPerSecond } = limit;
      const bucket = buckets.get(source) ?? { requests: burst, at: now };
      buckets.set(source, bucket);
      // A clock that is set back must not stop the refill until it has caught up.
      const elapsedMs = Math.max(0, now - bucket.at);
      bucket.requests = Math.min(burst, bucket.requests + (elapsedMs * requestsPerSecond) / 1000);
      bucket.at = now;
      if (bucket.requests < 1) return false;
      bucket.requests -= 1;
      return true;
    },
  };
}
