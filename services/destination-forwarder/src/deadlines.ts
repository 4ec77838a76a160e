/** Something that must be over by a moment, on the clock of `performance.now`. */
type Limited = { readonly overAt: number; expire(): void };

/** Expires what is overdue. One timer for all of them: a signal and a timer for each would cost more than sending the request. */
export type Deadlines = {
  watch(limited: Limited): void;
  /** It was over in time. */
  forget(limited: Limited): void;
  close(): void;
};

/** Looks for what is overdue every `stepMs`, while there is anything to watch. */
export function createDeadlines(stepMs: number): Deadlines {
  const watched = new Set<Limited>();
  let timer: NodeJS.Timeout | undefined;

  const look = (): void => {
    const now = performance.now();
    for (const limited of watched) if (limited.overAt <= now) limited.expire();
    if (watched.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };

  return {
    watch(limited) {
      watched.add(limited);
      timer ??= setInterval(look, stepMs);
    },
    forget: limited => void watched.delete(limited),
    close: () => clearInterval(timer),
  };
}
