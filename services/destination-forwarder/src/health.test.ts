import { describe, expect, it } from '@jest/globals';

import { healthAfter, healthy, type Health } from './health.ts';

const first = { isFirstAttempt: true, downAfter: 3 };
const repeated = { isFirstAttempt: false, downAfter: 3 };

function after(
  outcomes: readonly Parameters<typeof healthAfter>[1][],
  how = first,
  from: Health = healthy,
): Health {
  return outcomes.reduce((health, outcome) => healthAfter(health, outcome, how), from);
}

describe('health of a destination', () => {
  it('is down once enough first attempts have failed in a row', () => {
    expect(after(['retry', 'retry']).status).toBe('up');
    expect(after(['retry', 'retry', 'retry']).status).toBe('down');
  });

  it('is unauthorized where the last of them was refused for its credentials', () => {
    expect(after(['retry', 'unauthorized', 'unauthorized']).status).toBe('unauthorized');
  });

  it('counts from none again after any success, and after a refusal of one event', () => {
    expect(after(['retry', 'retry', 'delivered', 'retry', 'retry']).status).toBe('up');
    expect(after(['retry', 'retry', 'rejected', 'retry', 'retry']).status).toBe('up');
  });

  it('does not go down because one event fails again and again', () => {
    expect(
      after(
        Array.from({ length: 100 }, () => 'retry' as const),
        repeated,
      ),
    ).toEqual(healthy);
  });

  it('is up again when a waiting event gets through', () => {
    const down = after(['retry', 'retry', 'retry']);
    expect(after(['retry'], repeated, down).status).toBe('down');
    expect(after(['delivered'], repeated, down)).toEqual(healthy);
  });
});
