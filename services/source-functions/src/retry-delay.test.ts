import { describe, expect, it } from '@jest/globals';

import { someRules } from './fixtures/functions.ts';
import { retryDelayMs } from './retry-delay.ts';

const MINUTE = 60_000;

describe('the pause before another run', () => {
  const ids = Array.from({ length: 500 }, (_, index) => `invocation-${index}`);

  it('is first between one and three minutes, spread over them, and the same for the same request', () => {
    const firsts = ids.map(id => retryDelayMs(1, id, someRules()));
    expect(Math.min(...firsts)).toBeGreaterThanOrEqual(MINUTE);
    expect(Math.max(...firsts)).toBeLessThanOrEqual(3 * MINUTE);
    const early = firsts.filter(pauseMs => pauseMs < 2 * MINUTE).length;
    expect(Math.abs(early - ids.length / 2)).toBeLessThan(60);
    expect(ids.map(id => retryDelayMs(1, id, someRules()))).toEqual(firsts);
  });

  it('doubles from there, up to twenty minutes', () => {
    const first = retryDelayMs(1, 'invocation-1', someRules());
    const pauses = [2, 3, 4, 5, 6].map(attempt => retryDelayMs(attempt, 'invocation-1', someRules()));
    expect(pauses).toEqual([2, 4, 8, 16, 32].map(factor => Math.min(20 * MINUTE, first * factor)));
    expect(pauses.at(-1)).toBe(20 * MINUTE);
  });
});
