import { describe, expect, it } from '@jest/globals';
import { countingTopics, createMemoryStore, localCodec, type Tally } from '@millrace/testing';

import { sweepStep } from './sweep.ts';

const codec = localCodec(countingTopics('sweep').changelog);
const expiringAt = (at: number): Buffer => codec.encode({ count: 1, total: 1, dueAt: at });

async function storeOf(states: Readonly<Record<string, number>>) {
  const store = createMemoryStore();
  const updates = Object.entries(states).map(([key, at]) => ({
    key,
    bytes: expiringAt(at),
    dueAt: undefined,
  }));
  await store.apply({ from: undefined, to: 1n, updates });
  return store;
}

const deps = { definition: { expiresAt: (state: Tally) => state.dueAt }, codec, graceMs: 10, stepSize: 2 };

describe('sweep', () => {
  it('removes what expired longer ago than the grace, by the time of the records', async () => {
    const store = await storeOf({ old: 80, late: 95, fresh: 200 });
    let cursor = '0';
    do {
      cursor = await sweepStep({ ...deps, store, streamTime: () => 100 }, cursor);
    } while (cursor !== '0');
    expect([...store.states().keys()]).toEqual(['late', 'fresh']);
    expect((await store.load([])).position).toBe(1n);
  });

  it('looks at a bounded number of states in a step', async () => {
    const store = await storeOf({ a: 1, b: 1, c: 1, d: 1 });
    await sweepStep({ ...deps, store, streamTime: () => 100 }, '0');
    expect(store.states().size).toBe(2);
  });

  it('removes nothing before the partition has shown its time', async () => {
    const store = await storeOf({ old: 1 });
    expect(await sweepStep({ ...deps, store, streamTime: () => undefined }, '0')).toBe('0');
    expect(store.states().size).toBe(1);
  });
});
