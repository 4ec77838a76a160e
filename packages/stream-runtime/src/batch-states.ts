import type { EpochMillis } from '@millrace/domain';
import type { StoreDefinition } from '@millrace/stream';

import type { Entry, StateCache } from './state-cache.ts';

/** A state changed by a batch. */
export type Change<S> = {
  readonly entry: Entry<S>;
  /** Encoded; undefined removes the state. */
  readonly bytes: Buffer | undefined;
};

/** Reads states that are not in memory, in one round trip. */
export type LoadStates<S> = (keys: readonly string[]) => Promise<ReadonlyMap<string, Entry<S>>>;

/** The states a batch sees: its own changes over what was loaded. Nothing is visible outside before the batch is installed. */
export type BatchStates<S> = {
  isResident(key: string): boolean;
  /** Absent, expired and not resident read as undefined. */
  read(key: string, now: EpochMillis): S | undefined;
  load(keys: readonly string[]): Promise<void>;
  /** Changes a state and returns what undoes it. */
  write(key: string, change: Change<S>): () => void;
  /** What changed, the last state of each key. */
  changes(): ReadonlyMap<string, Change<S>>;
  /** The state as it was before the batch, expired or not. */
  before(key: string): S | undefined;
};

/** An empty view over the cache. Entries it has seen stay until the batch is over, whatever the cache evicts. */
export function createBatchStates<S>(
  store: StoreDefinition<S> | undefined,
  cache: StateCache<S>,
  loadStates: LoadStates<S>,
): BatchStates<S> {
  const loaded = new Map<string, Entry<S>>();
  const changed = new Map<string, Change<S>>();

  const isResident = (key: string): boolean => {
    if (changed.has(key) || loaded.has(key)) return true;
    const entry = cache.get(key);
    if (entry !== undefined) loaded.set(key, entry);
    return entry !== undefined;
  };

  return {
    isResident,
    read(key, now) {
      if (!isResident(key)) return undefined;
      const state = (changed.get(key)?.entry ?? loaded.get(key))?.state;
      const isExpired =
        state !== undefined && store?.expiresAt !== undefined && store.expiresAt(state) <= now;
      return isExpired ? undefined : state;
    },
    async load(keys) {
      for (const [key, entry] of await loadStates(keys)) {
        loaded.set(key, entry);
        cache.keep(key, entry);
      }
    },
    write(key, change) {
      const previous = changed.get(key);
      changed.set(key, change);
      return () => {
        if (previous === undefined) changed.delete(key);
        else changed.set(key, previous);
      };
    },
    changes: () => changed,
    before: key => loaded.get(key)?.state,
  };
}
