import { setTimeout as sleep } from 'node:timers/promises';

/** Waits for work and tells the group meanwhile that this member lives; rejects as soon as the group says that it does not belong any more. */
export async function whileBeating<T>(
  work: Promise<T>,
  heartbeat: () => Promise<void>,
  beatMs: number,
): Promise<T> {
  const done = work.then(value => ({ value }));
  // Whoever loses the race below may reject later.
  done.catch(() => undefined);
  for (;;) {
    const timer = new AbortController();
    const beat = sleep(beatMs, undefined, { signal: timer.signal }).catch(() => undefined);
    const result = await Promise.race([done, beat]).finally(() => timer.abort());
    if (result !== undefined) return result.value;
    await heartbeat();
  }
}
