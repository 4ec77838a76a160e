import { LRUCache } from 'lru-cache';

/** A state in memory, as read or as changed; an absent state is an entry too. */
export type Entry<S> = {
  readonly state: S | undefined;
  /** Encoded size. */
  readonly size: number;
};

/**
 * The states of an owned partition that are in memory. What this owner changed is held until the store has it, so memory is
 * never behind the store; the rest is kept as long as there is room, the least recently used goes first.
 */
export type StateCache<S> = {
  get(key: string): Entry<S> | undefined;
  /** Keeps a state as the store has it. */
  keep(key: string, entry: Entry<S>): void;
  /** Holds changed states until `release` is called with the same entries. */
  hold(changes: ReadonlyMap<string, Entry<S>>): void;
  release(changes: ReadonlyMap<string, Entry<S>>): void;
  /** Releases all: the store has caught up by itself. */
  releaseAll(): void;
};

/** What an entry weighs besides its encoded bytes, which a decoded object exceeds by about as much again. */
const ENTRY_OVERHEAD = 200;
const DECODED_FACTOR = 2;

/** An empty cache of about `maxBytes`. */
export function createStateCache<S>(maxBytes: number): StateCache<S> {
  const clean = new LRUCache<string, Entry<S>>({
    maxSize: Math.max(1, maxBytes),
    sizeCalculation: ({ size }, key) => ENTRY_OVERHEAD + key.length * 2 + size * DECODED_FACTOR,
  });
  const held = new Map<string, Entry<S>>();

  const release = (changes: ReadonlyMap<string, Entry<S>>): void => {
    for (const [key, entry] of changes) {
      // A later batch may have changed the key again; its entry stays held.
      if (held.get(key) !== entry) continue;
      held.delete(key);
      clean.set(key, entry);
    }
  };

  return {
    get: key => held.get(key) ?? clean.get(key),
    keep: (key, entry) => void clean.set(key, entry),
    hold(changes) {
      for (const [key, entry] of changes) {
        held.set(key, entry);
        clean.delete(key);
      }
    },
    release,
    releaseAll: () => release(new Map(held)),
  };
}
