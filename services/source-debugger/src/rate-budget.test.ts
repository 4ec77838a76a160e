import { expect, it } from '@jest/globals';

import { createRateBudget } from './rate-budget.ts';

it('a budget gives out one second at once, then at its rate', () => {
  const budget = createRateBudget(10);
  const taken = (now: number) => Array.from({ length: 20 }, () => budget.take(now)).filter(Boolean).length;
  expect(taken(1_000)).toBe(10);
  expect(taken(1_000)).toBe(0);
  expect(taken(1_300)).toBe(3);
  expect(taken(60_000)).toBe(10);
});

it('what is borrowed is waited for', () => {
  const budget = createRateBudget(100);
  expect(budget.borrow(100, 0)).toBe(0);
  expect(budget.borrow(50, 0)).toBe(500);
  expect(budget.borrow(50, 500)).toBe(500);
});

it('a clock that goes back gives nothing', () => {
  const budget = createRateBudget(1);
  expect(budget.take(5_000)).toBe(true);
  expect(budget.take(1_000)).toBe(false);
  expect(budget.take(5_500)).toBe(false);
});
