/** Runs at most so many calls at a time, the others wait in order. */
export type Limiter = <R>(call: () => Promise<R>) => Promise<R>;

/** A limiter of `most` calls at a time. */
export function createLimiter(most: number): Limiter {
  let running = 0;
  const waiting: (() => void)[] = [];

  return async call => {
    if (running >= most) await new Promise<void>(resolve => waiting.push(resolve));
    else running += 1;
    try {
      return await call();
    } finally {
      // The place is handed over, not freed, so nobody gets in between.
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
