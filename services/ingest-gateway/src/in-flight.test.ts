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

  it('gives nothing to a request that is over', () => {
    const inFlight = createInFlight(10_000);
    const share = inFlight.enter();
    share?.release();
    expect(share?.grow(1_000)).toBe(false);
    expect(inFlight.bytes).toBe(0);
  });

  it('makes room at the cost of bodies that take long to arrive, the oldest first', () => {
    let time = 0;
    const inFlight = createInFlight(10_000, () => time);
    const gaveWay: string[] = [];
    const [slow, whole] = [inFlight.enter(), inFlight.enter()];
    for (const [name, share] of Object.entries({ slow, whole })) share?.arriving(() => gaveWay.push(name));
    whole?.arrived();
    time = 1_999;
    expect(inFlight.enter()).toBeUndefined();
    time = 2_000;
    const later = inFlight.enter();
    expect(gaveWay).toEqual(['slow']);
    expect([inFlight.requests, slow?.grow(1)]).toEqual([2, false]);
    later?.arriving(() => gaveWay.push('later'));
    time = 10_000;
    expect(later?.grow(5_000)).toBe(false);
    expect(gaveWay).toEqual(['slow', 'later']);
    whole?.release();
    expect([inFlight.requests, inFlight.bytes]).toEqual([0, 0]);
  });
});
