import { describe, expect, it } from '@jest/globals';
import { TransientError } from '@millrace/errors';

import { aBlock, anEntry } from '../test/builders.ts';
import { createMemoryArchiveStore } from '../test/memory-archive-store.ts';
import { completeBlock, insertBlock } from './archive-block.ts';
import { mappedTable } from './rows/archive-table.ts';

const options = { signal: new AbortController().signal, maxRefused: 2 };

describe('insertBlock', () => {
  it('inserts a block at once, under a name of its own', async () => {
    const store = createMemoryArchiveStore();
    await insertBlock(aBlock([5, 6, 9]), { ...options, store });
    expect(store.offsets()).toEqual([5, 6, 9]);
    expect(store.tokens).toEqual(['activity:0:5-9']);
  });

  it('inserts the rows of each table apart', async () => {
    const store = createMemoryArchiveStore();
    const other = mappedTable<string>('changes', { id: id => id });
    const row = other.row('x', { topic: 'activity', partition: 0, offset: 2 }, 0);
    const entries = [anEntry(1), anEntry(2, { row }), anEntry(3)];
    await insertBlock(aBlock([1, 2, 3], { entries }), { ...options, store });
    expect(store.offsets()).toEqual([1, 3, 2]);
  });

  it('inserts nothing for records without rows', async () => {
    const store = createMemoryArchiveStore();
    const { source, next, bytes } = anEntry(1);
    await insertBlock(aBlock([1], { entries: [{ source, next, bytes }] }), { ...options, store });
    expect(store.tokens).toEqual([]);
  });

  it('finds the rows that are refused and inserts all others', async () => {
    const store = createMemoryArchiveStore();
    store.refuses.add(3).add(6);
    const refused = await insertBlock(aBlock([1, 2, 3, 4, 5, 6, 7]), { ...options, store });
    expect(store.offsets().toSorted()).toEqual([1, 2, 4, 5, 7]);
    expect(refused.map(({ entry }) => entry.source.offset)).toEqual([3, 6]);
  });

  it('takes many refused rows for a fault that somebody can mend', async () => {
    const store = createMemoryArchiveStore();
    store.refuses.add(1).add(2).add(3);
    await expect(insertBlock(aBlock([1, 2, 3, 4]), { ...options, store })).rejects.toThrow(TransientError);
  });
});

describe('completeBlock', () => {
  it('inserts nothing where everything is there', async () => {
    const store = createMemoryArchiveStore();
    await insertBlock(aBlock([1, 2]), { ...options, store });
    await completeBlock(aBlock([1, 2]), { ...options, store });
    expect(store.tokens).toHaveLength(1);
  });

  it('inserts what is missing, under the name of the block, so that a sleeper who wakes adds nothing', async () => {
    const store = createMemoryArchiveStore();
    await completeBlock(aBlock([1, 2]), { ...options, store });
    await insertBlock(aBlock([1, 2]), { ...options, store });
    expect(store.offsets()).toEqual([1, 2]);
  });

  it('writes rows whose name is remembered although they never came', async () => {
    const store = createMemoryArchiveStore();
    store.mishaps.push('token-without-rows');
    await expect(insertBlock(aBlock([1, 2]), { ...options, store })).rejects.toThrow(TransientError);
    await completeBlock(aBlock([1, 2]), { ...options, store });
    expect(store.offsets()).toEqual([1, 2]);
  });

  it('ends with the same rows and refusals after a crash between two halves', async () => {
    const store = createMemoryArchiveStore();
    store.refuses.add(3);
    // The whole and the second half are refused, the first half is written, then the store is away.
    const crash = { ...options, store };
    await insertBlock(aBlock([1, 2]), crash);
    const refused = await completeBlock(aBlock([1, 2, 3, 4]), crash);
    expect(store.offsets()).toEqual([1, 2, 4]);
    expect(refused.map(({ entry }) => entry.source.offset)).toEqual([3]);
    await completeBlock(aBlock([1, 2, 3, 4]), crash);
    expect(store.offsets()).toEqual([1, 2, 4]);
  });

  it('gives up for now when inserted rows do not appear', async () => {
    const store = createMemoryArchiveStore();
    const blind = { ...store, presentOffsets: async () => new Set<number>() };
    await expect(completeBlock(aBlock([1]), { ...options, store: blind })).rejects.toThrow(/did not appear/);
  });
});
