import type { StoredTimer } from '@millrace/redis';

/**
 * The earliest timers of a partition, in memory. All timers up to the window's end are in it; those behind are only in the
 * store, and come in when the window has run empty.
 */
export type TimerWindow = {
  /** Replaces the window by what the store has first; `count` is the number of all its timers. */
  fill(timers: readonly StoredTimer[], count: number): void;
  /** Gives a key a timer or, with undefined, takes it away. `had` says whether the key had one before. */
  set(key: string, dueAt: number | undefined, had: boolean): void;
  /** Timers due by a moment, the earliest first. */
  due(now: number, limit: number): readonly StoredTimer[];
  /** When the next one is due; undefined while none is known. */
  earliest(): number | undefined;
  /** Whether the store may have timers while the window has none. */
  needsFill(): boolean;
  /** Timers in all, in memory and behind. */
  count(): number;
};

/** An empty window; it grows to at most twice its size. */
export function createTimerWindow(size: number): TimerWindow {
  let timers: StoredTimer[] = [];
  const dueTimes = new Map<string, number>();
  // The last timer the window surely reaches to; undefined where it reaches all.
  let end: StoredTimer | undefined;
  let total = 0;

  const remove = (key: string): void => {
    const dueAt = dueTimes.get(key);
    if (dueAt === undefined) return;
    dueTimes.delete(key);
    timers.splice(placeOf(timers, { key, dueAt }), 1);
  };
  const insert = (timer: StoredTimer): void => {
    if (end !== undefined && compareTimers(timer, end) > 0) return;
    dueTimes.set(timer.key, timer.dueAt);
    timers.splice(placeOf(timers, timer), 0, timer);
    if (timers.length <= size * 2) return;
    for (const { key } of timers.splice(size)) dueTimes.delete(key);
    end = timers.at(-1);
  };

  return {
    fill(stored, count) {
      timers = stored.toSorted(compareTimers);
      dueTimes.clear();
      for (const { key, dueAt } of timers) dueTimes.set(key, dueAt);
      end = stored.length < count ? timers.at(-1) : undefined;
      total = count;
    },
    set(key, dueAt, had) {
      total += (dueAt === undefined ? 0 : 1) - (had ? 1 : 0);
      remove(key);
      if (dueAt !== undefined) insert({ key, dueAt });
    },
    due(now, limit) {
      const due: StoredTimer[] = [];
      for (const timer of timers) {
        if (timer.dueAt > now || due.length === limit) break;
        due.push(timer);
      }
      return due;
    },
    earliest: () => timers[0]?.dueAt,
    needsFill: () => timers.length === 0 && end !== undefined,
    count: () => total,
  };
}

/** By due time, then as the store orders keys: by their bytes. */
function compareTimers(a: StoredTimer, b: StoredTimer): number {
  return a.dueAt - b.dueAt || Buffer.compare(Buffer.from(a.key), Buffer.from(b.key));
}

/** Index of a timer in a sorted list, or where it belongs. */
function placeOf(timers: readonly StoredTimer[], timer: StoredTimer): number {
  let low = 0;
  let high = timers.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = timers[middle];
    if (other !== undefined && compareTimers(other, timer) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
