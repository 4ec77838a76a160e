import { setImmediate as settle } from 'node:timers/promises';

import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { FencedError, InvalidRecordError } from '@millrace/errors';

import { anEntry } from '../test/builders.ts';
import { createMemoryArchiveStore, type MemoryArchiveStore } from '../test/memory-archive-store.ts';
import type { SourceRecord } from './blocks/block.ts';
import type { DeadLetter } from './dead-letter.ts';
import { createPartitionArchiver, type Claim, type PartitionArchiver } from './partition-archiver.ts';
import type { Report } from './telemetry.ts';

const START = 1_000_000;

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['setImmediate'], now: START });
});
afterEach(() => {
  jest.useRealTimers();
});

type Setup = {
  readonly archiver: PartitionArchiver;
  readonly store: MemoryArchiveStore;
  /** Commits and dead letters, in order. */
  readonly seen: string[];
  readonly lost: AbortController;
  /** Ends of what was said to be archived. */
  readonly archivedTo: readonly number[];
};

function setUp(committed = { offset: 0, note: '' }): Setup {
  const store = createMemoryArchiveStore();
  const seen: string[] = [];
  const lost = new AbortController();
  const archivedTo: number[] = [];
  const claim: Claim = {
    topic: 'activity',
    partition: 0,
    committed,
    signal: lost.signal,
    commit: async ({ offset, note }) => {
      lost.signal.throwIfAborted();
      seen.push(`commit ${offset} ${note}`.trim());
    },
  };
  const archiver = createPartitionArchiver(claim, {
    store,
    reader: { prepare: () => undefined, read: (value, { offset }) => readRow(value, offset) },
    sendDeadLetters: async (letters: readonly DeadLetter[]) => {
      seen.push(...letters.map(({ headers }) => `dead letter ${headers['dead-letter-offset']}`));
    },
    origin: { deadLetters: 'letters', service: 'event-archiver', version: '1' },
    limits: { maxRows: 3, maxBytes: 1_000, maxAgeMs: 500 },
    maxRefused: 5,
    pause: async () => undefined,
    now: Date.now,
    report: silentReport,
    archived: (_place, next) => void archivedTo.push(next),
    reached: () => undefined,
  });
  return { archiver, store, seen, lost, archivedTo };
}

const silentReport: Report = {
  recordsIn() {},
  blockDone() {},
  deadLetters() {},
  waiting() {},
  failed() {},
};

function readRow(value: Buffer, offset: number) {
  const { row } = anEntry(offset);
  if (value.toString() === 'poison' || row === undefined)
    throw new InvalidRecordError('decoding-failed', 'no');
  return row;
}

const records = (offsets: readonly number[], value: string | null = 'value'): SourceRecord[] =>
  offsets.map(offset => ({
    offset,
    key: null,
    value: value === null ? null : Buffer.from(value),
    headers: {},
  }));

describe('a partition archiver', () => {
  it('plans each block before it is inserted, and commits its end after', async () => {
    const { archiver, store, seen, archivedTo } = setUp();
    await archiver.accept(records([0, 1, 2]), 3);
    await archiver.finish();
    expect(store.offsets()).toEqual([0, 1, 2]);
    expect(seen).toEqual(['commit 0 {"to":2}', 'commit 3']);
    expect(archivedTo).toEqual([0, 3]);
  });

  it('inserts a block that does not fill when its time has come', async () => {
    const { archiver, store, seen } = setUp();
    await archiver.accept(records([0, 1]), 4);
    await jest.advanceTimersByTimeAsync(499);
    expect(store.offsets()).toEqual([]);
    await jest.advanceTimersByTimeAsync(1);
    await settle();
    expect(store.offsets()).toEqual([0, 1]);
    expect(seen).toEqual(['commit 0 {"to":1}', 'commit 4']);
  });

  it('repeats the block its predecessor planned, exactly and without planning it again', async () => {
    const { archiver, store, seen } = setUp({ offset: 0, note: '{"to":4}' });
    await archiver.accept(records([0, 1, 2, 3, 4, 5]), 6);
    await archiver.finish();
    expect(store.tokens).toEqual(['activity:0:0-4', 'activity:0:5-5']);
    expect(seen).toEqual(['commit 5', 'commit 5 {"to":5}', 'commit 6']);
  });

  it('tries again until ClickHouse is back, and asks what is there before it inserts again', async () => {
    const { archiver, store } = setUp();
    store.mishaps.push('away', 'reply-lost', 'away');
    await archiver.accept(records([0, 1, 2]), 3);
    await archiver.accept(records([3, 4, 5]), 6);
    await archiver.finish();
    expect(store.offsets()).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('sends what makes no row to dead letters before it moves on', async () => {
    const { archiver, store, seen } = setUp();
    await archiver.accept([...records([0]), ...records([1], 'poison'), ...records([2], null)], 3);
    await archiver.finish();
    expect(store.offsets()).toEqual([0]);
    expect(seen).toEqual(['commit 0 {"to":2}', 'dead letter 1', 'commit 3']);
  });

  it('takes one block more while one is being written, and then makes the reading wait', async () => {
    const { archiver, store } = setUp();
    const gate = Promise.withResolvers<undefined>();
    const insert = store.insert.bind(store);
    Object.assign(store, { insert: async (block: never) => gate.promise.then(() => insert(block)) });
    await archiver.accept(records([0, 1, 2]), 3);
    let isTaken = false;
    const taking = archiver.accept(records([3, 4, 5]), 6).then(() => (isTaken = true));
    await settle();
    expect(isTaken).toBe(false);
    gate.resolve(undefined);
    await taking;
    await archiver.finish();
    expect(store.offsets()).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('drops what it has in hand when the partition is lost', async () => {
    const { archiver, store, seen, lost } = setUp();
    await archiver.accept(records([0, 1]), 2);
    lost.abort(new FencedError('partition-lost', 'lost'));
    await jest.advanceTimersByTimeAsync(1_000);
    await expect(archiver.accept(records([2, 3, 4, 5, 6, 7]), 8)).rejects.toThrow(FencedError);
    expect(store.tokens).toEqual([]);
    expect(seen).toEqual([]);
  });
});
