import { setTimeout as sleep } from 'node:timers/promises';

/** Asks until the answer is not undefined. Throws with `what` was waited for when the deadline passes. */
export async function waitUntil<T>(
  what: string,
  ask: () => Promise<T | undefined>,
  { withinMs, everyMs = 50 }: { readonly withinMs: number; readonly everyMs?: number },
): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > deadline) throw new Error(`waited ${withinMs} ms in vain for ${what}`);
    await sleep(everyMs);
  }
}
