import { setTimeout as sleep } from 'node:timers/promises';

import type { Bench } from './bench.ts';

const QUIET_MS = 3_000;
const PATIENCE_MS = 300_000;
const LOOK_EVERY_MS = 250;

/** Lets the stack finish what an earlier load left behind: nothing has come to the inbox for a while. */
export async function settle({ inbox, say }: Bench): Promise<void> {
  const started = performance.now();
  let count = await inbox.count();
  let quietSince = started;
  while (performance.now() - quietSince < QUIET_MS) {
    await sleep(LOOK_EVERY_MS);
    const now = await inbox.count();
    if (now !== count) quietSince = performance.now();
    count = now;
    if (performance.now() - started > PATIENCE_MS) {
      say('  the inbox is still busy with earlier events; measuring all the same');
      return;
    }
  }
}
