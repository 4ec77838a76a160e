import type { Clock } from '../durable-store.ts';

/** A clock that moves when it is told to. */
export type ManualClock = {
  readonly now: () => number;
  readonly tick: (ms: number) => void;
  /** The clock of one life of a process; nothing sleeps through the end of that life. */
  readonly ofOneLife: () => Clock;
  /** Ends the life: whoever sleeps never wakes. */
  readonly stop: () => void;
};

/** A clock that stands at 1. */
export function createManualClock(): ManualClock {
  let now = 1;
  let sleepers = new Set<{ readonly at: number; readonly wake: () => void }>();

  const sleep: Clock['sleep'] = (ms, signal) =>
    new Promise((resolve, reject) => {
      const sleeper = { at: now + ms, wake: () => resolve() };
      sleepers.add(sleeper);
      const abort = (): void => {
        sleepers.delete(sleeper);
        reject(new Error('aborted'));
      };
      if (signal.aborted) abort();
      else signal.addEventListener('abort', abort, { once: true });
    });

  return {
    now: () => now,
    tick(ms): void {
      now += ms;
      for (const sleeper of [...sleepers].toSorted((one, other) => one.at - other.at)) {
        if (sleeper.at > now) continue;
        sleepers.delete(sleeper);
        sleeper.wake();
      }
    },
    ofOneLife: () => ({ now: () => now, sleep }),
    stop(): void {
      sleepers = new Set();
    },
  };
}
