import { describe, expect, it } from '@jest/globals';

import { findHeldRate, isHeld } from './held-rate.ts';
import type { LoadResult } from './open-loop.ts';

const aResult = (overrides: Partial<LoadResult> = {}): LoadResult => ({
  scheduled: 1000,
  accepted: 1000,
  refused: {},
  elapsedMs: 1000,
  latencyMs: { p50: 1, p99: 10, max: 20 },
  acknowledgedAt: [],
  ...overrides,
});

const serverOf = (capacity: number) => (rate: number) =>
  Promise.resolve(aResult({ accepted: rate <= capacity ? 1000 : 900 }));

describe('the rate a server holds', () => {
  it.each([
    [1000, 10_000],
    [10_000, 3_000],
    [10_000, 10_300],
  ])('is found from %d upwards or downwards: %d', async (start, capacity) => {
    const { best } = await findHeldRate(start, serverOf(capacity));
    expect(best?.rate).toBeLessThanOrEqual(capacity);
    expect(best?.rate).toBeGreaterThan(capacity * 0.9);
  });

  it('is none for a server that holds nothing', async () => {
    expect((await findHeldRate(1000, serverOf(0))).best).toBeUndefined();
  });

  it('is not held when requests wait longer than a quarter of a second', () => {
    expect(isHeld(aResult({ latencyMs: { p50: 100, p99: 251, max: 2000 } }))).toBe(false);
    expect(isHeld(aResult())).toBe(true);
  });
});
