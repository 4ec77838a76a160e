import { describe, expect, it } from '@jest/globals';

import { createRateLimits } from './rate-limits.ts';

/** How many of so many requests at each of these times are within the limit. */
function allowed(
  rateLimit: { requestsPerSecond: number; burst?: number } | undefined,
  visits: readonly (readonly [at: number, requests: number])[],
): readonly number[] {
  const source = { settings: { rateLimit } };
  const limits = createRateLimits();
  return visits.map(
    ([at, requests]) =>
      Array.from({ length: requests }, () => limits.allow(source, at)).filter(Boolean).length,
  );
}

describe('the rate limit of a source', () => {
  it('lets one second of requests come at once, then as many as the rate', () => {
    const visits = [
      [0, 15],
      [99, 1],
      [100, 2],
      [1_100, 15],
      [61_100, 15],
    ] as const;
    expect(allowed({ requestsPerSecond: 10 }, visits)).toEqual([10, 0, 1, 10, 10]);
  });

  it('lets a burst of its own come at once', () => {
    const visits = [
      [0, 60],
      [1_000, 60],
      [100_000, 60],
    ] as const;
    expect(allowed({ requestsPerSecond: 10, burst: 50 }, visits)).toEqual([50, 10, 50]);
  });

  it('lets a request in a second after it refused one, whatever the rate', () => {
    for (const requestsPerSecond of [1, 3, 7, 1_000_000]) {
      expect(
        allowed({ requestsPerSecond, burst: 1 }, [
          [5, 2],
          [1_005, 1],
        ]),
      ).toEqual([1, 1]);
    }
  });

  it('outlives a clock that is set back', () => {
    expect(
      allowed({ requestsPerSecond: 10 }, [
        [3_600_000, 10],
        [0, 1],
        [100, 1],
      ]),
    ).toEqual([10, 0, 1]);
  });

  it('is none where none is set', () => expect(allowed(undefined, [[0, 5_000]])).toEqual([5_000]));

  it('counts each source by itself', () => {
    const limits = createRateLimits();
    const settings = { rateLimit: { requestsPerSecond: 1 } };
    const [one, other] = [{ settings }, { settings }];
    expect([limits.allow(one, 0), limits.allow(one, 0), limits.allow(other, 0)]).toEqual([true, false, true]);
  });
});
