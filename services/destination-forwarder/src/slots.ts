/** A fixed number of places; who finds none waits in order. */
export type Slots = {
  /** Undefined where a place was free. */
  take(): Promise<void> | undefined;
  give(): void;
};

/** `count` free places. */
export function createSlots(count: number): Slots {
  let free = count;
  const waiting: (() => void)[] = [];
  return {
    take() {
      if (free === 0) return new Promise(resolve => waiting.push(resolve));
      free -= 1;
      return undefined;
    },
    give() {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    },
  };
}
