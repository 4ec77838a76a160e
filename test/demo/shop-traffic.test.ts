import { describe, expect, it } from '@jest/globals';

import { seededRandom } from './random.ts';
import { shopTraffic } from './shop-traffic.ts';

const traffic = (seed: number, size = 3000) => [...shopTraffic({ seed, size })];

describe('the traffic of the shop', () => {
  it('is the same for the same seed, another for another, and as large as asked', () => {
    expect(traffic(7)).toEqual(traffic(7));
    expect(traffic(7)).not.toEqual(traffic(8));
    expect(traffic(7, 1)).toHaveLength(1);
    expect(traffic(7)).toHaveLength(3000);
  });

  it('has every call a shop makes', () => {
    const kinds = new Set(traffic(1).map(call => (call.type === 'track' ? call.event : call.type)));
    expect(kinds).toEqual(
      new Set([
        'page',
        'Product Viewed',
        'Product Added',
        'identify',
        'group',
        'Checkout Started',
        'Order Completed',
      ]),
    );
  });

  it('has visits that start anonymous and later identify, on several devices a person', () => {
    const devicesOf = new Map<string, Set<string>>();
    const anonymous = new Set<string>();
    let laterIdentified = 0;
    for (const call of traffic(1)) {
      if (!('anonymousId' in call)) continue;
      if (call.userId === undefined) anonymous.add(call.anonymousId);
      else devicesOf.set(call.userId, (devicesOf.get(call.userId) ?? new Set()).add(call.anonymousId));
      if (call.type === 'identify' && anonymous.has(call.anonymousId)) laterIdentified++;
    }
    expect(laterIdentified).toBeGreaterThan(20);
    expect([...devicesOf.values()].filter(devices => devices.size > 1).length).toBeGreaterThan(5);
  });

  it('has its orders confirmed by the server, under the user id alone', () => {
    const orders = traffic(1).filter(call => call.type === 'track' && call.event === 'Order Completed');
    expect(orders.length).toBeGreaterThan(20);
    expect(orders.every(order => order.source === 'server' && !('anonymousId' in order))).toBe(true);
  });
});

describe('a seeded random', () => {
  it('repeats itself and stays within its bounds', () => {
    const [first, second] = [seededRandom(5), seededRandom(5)];
    const drawn = Array.from({ length: 1000 }, () => first.below(10));
    expect(drawn).toEqual(Array.from({ length: 1000 }, () => second.below(10)));
    expect(new Set(drawn)).toEqual(new Set([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]));
  });
});
