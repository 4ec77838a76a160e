import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createDeliveryRing } from './delivery-ring.ts';
import type { Delivery } from './delivery.ts';

const delivery = (receivedAt: number, bytes = 0): Delivery => ({
  receivedAt,
  method: 'POST',
  path: '/',
  rawHeaders: [],
  body: Buffer.alloc(bytes),
  status: 200,
});
const times = (found: readonly Delivery[]): readonly number[] => found.map(({ receivedAt }) => receivedAt);

describe('a ring of deliveries', () => {
  it('gives what came after a time, a page at a time', () => {
    const ring = createDeliveryRing(1_000_000);
    for (const at of [10, 20, 30, 40]) ring.add(delivery(at));
    expect(times(ring.after(0, 2))).toEqual([10, 20]);
    expect(times(ring.after(20, 2))).toEqual([30, 40]);
    expect(times(ring.after(25, 10))).toEqual([30, 40]);
    expect(times(ring.after(40, 10))).toEqual([]);
  });

  it('forgets the oldest to stay within its memory, and says how many', () => {
    const ring = createDeliveryRing(10_000);
    for (const at of [1, 2, 3]) ring.add(delivery(at, 3_000));
    expect(times(ring.after(0, 10))).toEqual([2, 3]);
    expect(ring.counts()).toEqual({ kept: 2, forgotten: 1 });
  });

  it('is empty after it was cleared', () => {
    const ring = createDeliveryRing(10_000);
    ring.add(delivery(1));
    ring.clear();
    expect(ring.after(0, 10)).toEqual([]);
    ring.add(delivery(2));
    expect(times(ring.after(0, 10))).toEqual([2]);
  });

  it('always keeps the newest that fit, whatever their sizes', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 6_000 }), { maxLength: 60 }), sizes => {
        const ring = createDeliveryRing(12_000);
        sizes.forEach((bytes, index) => {
          ring.add(delivery(index + 1, bytes));
        });
        const kept = times(ring.after(0, 100));
        const { kept: count, forgotten } = ring.counts();
        expect(kept).toEqual(Array.from({ length: count }, (_, index) => forgotten + index + 1));
        expect(count + forgotten).toBe(sizes.length);
      }),
    );
  });
});
