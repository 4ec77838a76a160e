import { setTimeout as sleep } from 'node:timers/promises';

const TICK_MS = 10;

/** Hands out items at a steady rate, in small groups; what a slow moment delays is caught up. */
export async function paced<T>(
  items: Iterable<T>,
  perSecond: number,
  send: (item: T) => void,
): Promise<void> {
  const started = performance.now();
  let sent = 0;
  for (const item of items) {
    while (sent >= ((performance.now() - started) / 1000) * perSecond) await sleep(TICK_MS);
    send(item);
    sent += 1;
  }
}
