import { setTimeout as sleep } from 'node:timers/promises';

import type { Random } from '../demo/random.ts';
import { crashPart } from '../stack/restart.ts';
import { createKeeper } from './keeper.ts';

/** A part that was killed, and when (milliseconds since the monkey came). */
export type Crash = { readonly part: string; readonly atMs: number };

/** Times between crashes, and from a crash to the start of what crashed. */
export type MonkeyPace = {
  readonly betweenMs: readonly [number, number];
  readonly downMs: readonly [number, number];
};

/** Kills parts of the stack at random, each as often as the others, and has them started again, until told to stop. */
export function releaseMonkey(options: {
  readonly parts: readonly string[];
  readonly random: Random;
  readonly pace: MonkeyPace;
  readonly say: (line: string) => void;
}): { readonly crashes: readonly Crash[]; stop(): Promise<void> } {
  const { parts, random, pace, say } = options;
  const crashes: Crash[] = [];
  const keeper = createKeeper();
  const stopping = new AbortController();
  const started = performance.now();

  const rampage = async (): Promise<void> => {
    for (;;) {
      for (const part of shuffled(parts, random)) {
        await sleep(within(pace.betweenMs, random), undefined, { signal: stopping.signal }).catch(
          () => undefined,
        );
        if (stopping.signal.aborted) return;
        if (!(await crashPart(part))) continue;
        const atMs = Math.round(performance.now() - started);
        crashes.push({ part, atMs });
        say(`  ${(atMs / 1000).toFixed(1)} s: killed ${part}`);
        await sleep(within(pace.downMs, random));
        // Not awaited: a part may be killed while another comes back, or while it comes back itself.
        keeper.wake();
      }
    }
  };
  const raging = rampage();
  raging.catch(() => undefined);
  return {
    crashes,
    async stop() {
      stopping.abort();
      await raging;
      await keeper.stop();
    },
  };
}

/** The parts in a random order (Fisher-Yates). */
export function shuffled<T>(parts: readonly T[], random: Random): T[] {
  const order = [...parts];
  for (let last = order.length - 1; last > 0; last--) {
    const other = random.below(last + 1);
    const [a, b] = [order[last], order[other]];
    if (a === undefined || b === undefined) continue;
    order[last] = b;
    order[other] = a;
  }
  return order;
}

function within([from, to]: readonly [number, number], random: Random): number {
  return from + random.below(to - from + 1);
}
