/** Lets a loop sleep until something happens or time is up. */
export type Bell = {
  ring(): void;
  /** Resolves at the next ring, at once if it rang since the last wait, or after `ms`; undefined waits for the ring alone. */
  wait(ms: number | undefined): Promise<void>;
};

/** A bell that has not rung. */
export function createBell(): Bell {
  let hasRung = false;
  let wake: (() => void) | undefined;

  return {
    ring() {
      hasRung = true;
      wake?.();
    },
    async wait(ms) {
      if (!hasRung) {
        await new Promise<void>(resolve => {
          // setTimeout takes at most 2^31-1 ms; waking up early only asks again.
          const timer = ms === undefined ? undefined : setTimeout(resolve, Math.min(ms, MAX_TIMEOUT_MS));
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
        wake = undefined;
      }
      hasRung = false;
    },
  };
}

const MAX_TIMEOUT_MS = 2 ** 31 - 1;
