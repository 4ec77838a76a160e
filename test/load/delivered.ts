import { setTimeout as sleep } from 'node:timers/promises';

import type { Inbox } from '../stack/inbox.ts';

const LOOK_EVERY_MS = 100;
const PATIENCE_MS = 30_000;

/** Waits until the inbox has counted so many requests; false when nothing has come for half a minute before that. */
export async function awaitInboxCount(inbox: Inbox, expected: number): Promise<boolean> {
  let last = -1;
  let movedAt = performance.now();
  for (;;) {
    const count = await inbox.count();
    if (count >= expected) return true;
    if (count !== last) movedAt = performance.now();
    if (performance.now() - movedAt > PATIENCE_MS) return false;
    last = count;
    await sleep(LOOK_EVERY_MS);
  }
}
