import { TransientError } from '@millrace/errors';
import type { PartitionStore, StateUpdate } from '@millrace/redis';
import type { Codec } from '@millrace/schema-registry';

import type { AtCrashPoint } from './crash-points.ts';
import { restoreStore, storeMoved, type RestoreDeps } from './restore-store.ts';
import type { Entry, StateCache } from './state-cache.ts';
import type { TimerWindow } from './timer-window.ts';

/** A batch's changes on their way into the store. */
type StoreChange<S> = {
  /** Changelog offset they reach; undefined where only timers are done. */
  readonly to: bigint | undefined;
  readonly updates: readonly StateUpdate[];
  readonly entries: ReadonlyMap<string, Entry<S>>;
  readonly doneTimers: readonly string[];
};

/**
 * The store as its owner sees it: it knows where the store must stand, and notices when it stands elsewhere. Then the store is lost
 * until it is restored; nothing is read from it meanwhile.
 */
export type TrackedStore<S> = {
  isLost(): boolean;
  /** Throws `store-moved` where the store stands elsewhere. */
  load(keys: readonly string[]): Promise<ReadonlyMap<string, Entry<S>>>;
  /** Starts to apply changes once the earlier ones are applied; a failure makes the store lost. */
  apply(change: StoreChange<S>): Promise<void>;
  /** Waits for the changes under way. Throws what was no failure of the store. */
  settle(): Promise<void>;
  /** Brings the store to the owner's marker and returns the number of records read. Nothing may be under way. */
  restore(marker: bigint): Promise<number>;
  /** Reads the earliest timers from the store. */
  fillTimers(): Promise<void>;
};

type Deps<S> = RestoreDeps<S> & {
  readonly cache: StateCache<S>;
  readonly timers: TimerWindow;
  readonly timerWindow: number;
};

/** A store that is lost until its first restore. */
export function createTrackedStore<S>(deps: Deps<S>): TrackedStore<S> {
  const { store, codec, cache, timers, timerWindow, at } = deps;
  let position: bigint | undefined;
  let isLost = true;
  let applying: Promise<void> = Promise.resolve();
  let failure: { readonly thrown: unknown } | undefined;

  const expect = (found: bigint | undefined): void => {
    if (found === position) return;
    isLost = true;
    throw storeMoved(position);
  };
  const apply = async (change: StoreChange<S>): Promise<void> => {
    if (isLost) return;
    const from = position;
    // The position is where the store stands for every later call: calls take effect in order.
    position = change.to ?? from;
    if (position === undefined) return;
    try {
      if (await applied(at, store, { ...change, from, to: position })) cache.release(change.entries);
      else isLost = true;
    } catch (thrown) {
      isLost = true;
      if (!(thrown instanceof TransientError)) failure ??= { thrown };
    }
  };
  const fillTimers = async (): Promise<void> => {
    const found = await store.timers(timerWindow);
    expect(found.position);
    timers.fill(found.timers, found.count);
  };

  return {
    isLost: () => isLost,
    async load(keys) {
      const expected = position;
      const loaded = await store.load(keys);
      if (loaded.position !== expected) {
        isLost = true;
        throw storeMoved(expected);
      }
      return entriesOf(codec, keys, loaded.states);
    },
    async apply(change) {
      await applying;
      applying = apply(change);
    },
    async settle() {
      await applying;
      if (failure !== undefined) throw failure.thrown;
    },
    async restore(marker) {
      const records = await restoreStore(deps, marker);
      position = marker + 1n;
      await fillTimers();
      cache.releaseAll();
      isLost = false;
      return records;
    },
    fillTimers,
  };
}

async function applied(
  at: AtCrashPoint,
  store: PartitionStore,
  change: Parameters<PartitionStore['apply']>[0],
): Promise<boolean> {
  at('before-apply');
  const isApplied = await store.apply(change);
  at('after-apply');
  return isApplied;
}

async function entriesOf<S>(
  codec: Codec<S>,
  keys: readonly string[],
  states: readonly (Buffer | undefined)[],
): Promise<ReadonlyMap<string, Entry<S>>> {
  await codec.prepare(states.filter(bytes => bytes !== undefined));
  const entries = new Map<string, Entry<S>>();
  for (const [index, key] of keys.entries()) {
    const bytes = states[index];
    entries.set(
      key,
      bytes === undefined
        ? { state: undefined, size: 0 }
        : { state: codec.decode(bytes), size: bytes.length },
    );
  }
  return entries;
}
