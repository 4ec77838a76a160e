import { describe, expect, it } from '@jest/globals';
import { BugError } from '@millrace/errors';

import { createMemorySummaryStore, type MemorySummaryStore } from '../../test/memory-summary-store.ts';
import { sumUpThrough } from './sum-up.ts';
import { summaries } from './summary.ts';

const [summary = fail()] = summaries;
function fail(): never {
  throw new BugError('unexpected-error', 'nothing is summed up');
}
const place = { topic: 'activity', partition: 0 };

const sumUp = (store: MemorySummaryStore, through: number, maxRecords = 10) =>
  sumUpThrough(
    through,
    { summary, place },
    { store, maxRecords, signal: new AbortController().signal, onSummedUp: () => undefined },
  );

/** A store whose archive has an event at each offset from 100 on. */
function aStore(...names: readonly string[]): MemorySummaryStore {
  const store = createMemorySummaryStore();
  names.forEach((name, index) => store.archive.set(100 + index, name));
  return store;
}

describe('summing up', () => {
  it('begins with what was archived before anything was summed up', async () => {
    const store = aStore('a', 'b', 'a');
    await sumUp(store, 102);
    expect(store.sums()).toEqual({ a: 2, b: 1 });
  });

  it('leaves alone what may not be archived completely yet', async () => {
    const store = aStore('a', 'b', 'c');
    await sumUp(store, 101);
    expect(store.sums()).toEqual({ a: 1, b: 1 });
    await sumUp(store, 102);
    expect(store.sums()).toEqual({ a: 1, b: 1, c: 1 });
  });

  it('goes in stretches of a bounded length', async () => {
    const store = aStore(...'abcabca'.split(''));
    await sumUp(store, 106, 3);
    expect(store.sums()).toEqual({ a: 3, b: 2, c: 2 });
    expect(store.tokens.map(token => token.split(':').at(-1))).toEqual(['100', '103', '106']);
  });

  it('moves on over records that have no row', async () => {
    const store = aStore();
    await sumUp(store, 50);
    expect(await store.position(summary, place, new AbortController().signal)).toBe(50);
    await sumUp(store, 50);
    expect(store.tokens).toHaveLength(1);
  });
});

describe('a stretch', () => {
  it('whose reply was lost is not summed up twice', async () => {
    const store = aStore('a', 'b');
    store.mishaps.push('reply-lost');
    await expect(sumUp(store, 101)).rejects.toThrow('the reply is lost');
    await sumUp(store, 101);
    expect(store.sums()).toEqual({ a: 1, b: 1 });
  });

  it('that was not taken is summed up later', async () => {
    const store = aStore('a', 'b');
    store.mishaps.push('away');
    await expect(sumUp(store, 101)).rejects.toThrow('away');
    await sumUp(store, 101);
    expect(store.sums()).toEqual({ a: 1, b: 1 });
  });

  it('whose token a crash has spent in vain gets another', async () => {
    const store = aStore('a', 'b');
    store.mishaps.push('token-without-rows', 'none');
    await sumUp(store, 101);
    expect(store.sums()).toEqual({ a: 1, b: 1 });
  });

  it('that never appears is an error, not an endless loop', async () => {
    const store = aStore('a');
    store.mishaps.push('token-without-rows', 'token-without-rows', 'token-without-rows');
    await expect(sumUp(store, 100)).rejects.toThrow('did not appear');
  });

  it('is taken once of two processes that go on from one position', async () => {
    const store = aStore('a', 'b', 'c', 'd');
    const overtaking = Promise.withResolvers<undefined>();
    store.beforeAdd = async () => {
      store.beforeAdd = () => Promise.resolve();
      // The other one sees fewer records and is first.
      await sumUp(store, 101);
      overtaking.resolve(undefined);
    };
    await sumUp(store, 103);
    await overtaking.promise;
    expect(store.sums()).toEqual({ a: 1, b: 1, c: 1, d: 1 });
  });
});
