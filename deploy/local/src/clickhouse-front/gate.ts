/** Lets a bounded number of holders in at once; the others wait in line, and the line is bounded too. */
export type Gate = Readonly<{
  /** Resolves to the function that leaves again. @throws what `onFull` makes, or the signal's reason. */
  enter: (signal: AbortSignal) => Promise<() => void>;
}>;

type GateOptions = Readonly<{ limit: number; maxWaiting: number; onFull: () => Error }>;

export function createGate({ limit, maxWaiting, onFull }: GateOptions): Gate {
  let inside = 0;
  const waiting = new Set<() => void>();
  const leaveOnce = (): (() => void) => {
    let left = false;
    return () => {
      if (left) return;
      left = true;
      inside -= 1;
      const [next] = waiting;
      next?.();
    };
  };
  return {
    enter: signal => {
      if (inside < limit) {
        inside += 1;
        return Promise.resolve(leaveOnce());
      }
      if (waiting.size >= maxWaiting) return Promise.reject(onFull());
      return new Promise((resolve, reject) => {
        const giveUp = (): void => {
          waiting.delete(admit);
          reject(signal.reason instanceof Error ? signal.reason : new Error('given up'));
        };
        const admit = (): void => {
          waiting.delete(admit);
          signal.removeEventListener('abort', giveUp);
          inside += 1;
          resolve(leaveOnce());
        };
        if (signal.aborted) {
          giveUp();
          return;
        }
        signal.addEventListener('abort', giveUp, { once: true });
        waiting.add(admit);
      });
    },
  };
}
