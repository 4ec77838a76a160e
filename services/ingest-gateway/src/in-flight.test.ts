import { describe, expect, it } from '@jest/globals';

import { createInFlight } from './in-flight.ts';

describe('what is in flight', () => {
  it('has a bound, and room again once a request is over', () => {
    const inFlight = createInFlight(10_000);
    const first = inFlight.enter();
    expect(first?.grow(5_000)).toBe(true);
    expect(first?.grow(5_000)).toBe(false);
    expect(inFlight.enter()).toBeUndefined();
    first?.release();
    first?.release();
    expect(inFlight.bytes).toBe(0);
    expect(inFlight.requests).toBe(0);
    expect(inFlight.enter()?.grow(5_900)).toBe(true);
  });
});
