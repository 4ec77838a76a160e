import { describe, expect, it } from '@jest/globals';

import { retryDelayMs } from './backoff.ts';

const rules = { firstMs: 1_000, maxMs: 60_000 };

describe('retryDelayMs', () => {
  it('doubles with every attempt up to the longest pause, spread over its upper half', () => {
    for (const [attempt, ceiling] of [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000].entries()) {
      const delayMs = retryDelayMs(attempt + 1, 'message-1', rules);
      expect(delayMs).toBeGreaterThanOrEqual(ceiling / 2);
      expect(delayMs).toBeLessThanOrEqual(ceiling);
    }
  });

  it('stays at the longest pause however many attempts were made', () => {
    expect(retryDelayMs(5_000, 'message-1', rules)).toBeLessThanOrEqual(60_000);
  });

  it('is the same for the same event and attempt', () => {
    expect(retryDelayMs(3, 'message-1', rules)).toBe(retryDelayMs(3, 'message-1', rules));
  });

  it('brings events that failed together back evenly spread', () => {
    const tenths = new Array<number>(10).fill(0);
    for (let index = 0; index < 10_000; index++) {
      const share = (retryDelayMs(1, `message-${index}`, rules) - 500) / 500;
      const tenth = Math.min(9, Math.floor(share * 10));
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    for (const count of tenths) expect(count).toBeGreaterThan(850);
  });
});
