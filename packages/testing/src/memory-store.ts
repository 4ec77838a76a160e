import type { PartitionStore, StoredTimer } from '@millrace/redis';

/** A store in memory that can be emptied, as Redis may be at any time. */
export type MemoryStore = PartitionStore & {
  empty(): void;
  states(): ReadonlyMap<string, Buffer>;
};

/** An empty store. */
export function createMemoryStore(): MemoryStore {
  const states = new Map<string, Buffer>();
  const dueTimes = new Map<string, number>();
  let position: bigint | undefined;

  const empty = (): void => {
    states.clear();
    dueTimes.clear();
    position = undefined;
  };

  return {
    empty,
    states: () => states,
    load: async keys => ({ position, states: keys.map(key => states.get(key)) }),
    async apply({ from, to, updates, doneTimers = [] }) {
      if (position !== from && position !== to) return false;
      for (const { key, bytes, dueAt } of updates) {
        if (bytes === undefined) states.delete(key);
        else states.set(key, bytes);
        if (dueAt === undefined) dueTimes.delete(key);
        else dueTimes.set(key, dueAt);
      }
      for (const key of doneTimers) dueTimes.delete(key);
      position = to;
      return true;
    },
    timers: async limit => ({ position, count: dueTimes.size, timers: earliest(dueTimes).slice(0, limit) }),
    async clear(from) {
      if (position !== from) return false;
      empty();
      return true;
    },
    async scan(cursor, limit) {
      const start = Number(cursor);
      const page = [...states].slice(start, start + limit).map(([key, bytes]) => ({ key, bytes }));
      const next = start + limit;
      return { cursor: next >= states.size ? '0' : `${next}`, states: page };
    },
    async removeUnchanged(expected) {
      const same = expected.filter(({ key, bytes }) => states.get(key)?.equals(bytes) === true);
      for (const { key } of same) {
        states.delete(key);
        dueTimes.delete(key);
      }
      return same.length;
    },
  };
}

function earliest(dueTimes: ReadonlyMap<string, number>): StoredTimer[] {
  return [...dueTimes]
    .map(([key, dueAt]) => ({ key, dueAt }))
    .sort((a, b) => a.dueAt - b.dueAt || Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)));
}
