import { expect, it } from '@jest/globals';

import { backoffMs } from './backoff.ts';

it('a pause doubles up to its bound and spreads over its upper half', () => {
  const limits = { firstMs: 100, maxMs: 1000 };
  expect([1, 2, 3, 4, 5, 60].map(attempt => backoffMs(attempt, limits, 0))).toEqual([
    50, 100, 200, 400, 500, 500,
  ]);
  expect(backoffMs(5, limits, 0.999)).toBe(1000);
});
