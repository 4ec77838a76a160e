import { setTimeout as sleep } from 'node:timers/promises';

import type { Archive } from '../stack/archive.ts';
import type { InboxWatch } from '../stack/inbox-watch.ts';
import type { Progress } from './progress.ts';
import type { Sender } from './sender.ts';

const LOOK_EVERY_MS = 250;
const PATIENCE_MS = 60_000;

/** Shows how far the events have come, until all have arrived or nothing has moved for a minute. */
export async function awaitArrival(run: {
  readonly sender: Sender;
  readonly archive: Archive;
  readonly watch: InboxWatch;
  readonly progress: Progress;
  readonly startedAt: number;
  readonly size: number;
}): Promise<void> {
  const { sender, archive, watch, progress, startedAt, size } = run;
  let movedAt = performance.now();
  let last = '';
  for (;;) {
    const reached = {
      acknowledged: sender.acknowledged.size,
      archived: await archive.count(startedAt, sender.prefix),
      delivered: watch.events.size,
    };
    progress.show(reached);
    if (Object.values(reached).every(value => value >= size)) return;
    const now = JSON.stringify(reached);
    if (now !== last) movedAt = performance.now();
    if (performance.now() - movedAt > PATIENCE_MS) return;
    last = now;
    await sleep(LOOK_EVERY_MS);
  }
}
