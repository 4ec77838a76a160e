import type { LoadResult } from './open-loop.ts';

const ACCEPTED_SHARE = 0.999;
const MAX_P99_MS = 250;
const GROWTH = 1.5;
const PRECISION = 1.08;
const MAX_STEPS = 9;

/** A rate that was tried and what came of it. */
export type RateStep = { readonly rate: number; readonly held: boolean; readonly result: LoadResult };

/** Whether a server kept up: everything accepted, and the slowest hundredth within a quarter of a second of being due. */
export function isHeld({ scheduled, accepted, latencyMs }: LoadResult): boolean {
  return accepted >= scheduled * ACCEPTED_SHARE && latencyMs.p99 <= MAX_P99_MS;
}

/** The highest rate a server keeps up with: grows from `start` until it no longer does (or shrinks until it does), then halves the gap. */
export async function findHeldRate(
  start: number,
  tryRate: (rate: number) => Promise<LoadResult>,
): Promise<{ readonly best: RateStep | undefined; readonly steps: readonly RateStep[] }> {
  const steps: RateStep[] = [];
  let best: RateStep | undefined;
  let ceiling = Infinity;
  let rate = start;
  while (steps.length < MAX_STEPS && rate >= 1) {
    const result = await tryRate(Math.round(rate));
    const step = { rate: Math.round(rate), held: isHeld(result), result };
    steps.push(step);
    if (step.held) best = step;
    else ceiling = rate;
    const floor = best?.rate ?? 0;
    if (ceiling / floor < PRECISION) break;
    rate =
      ceiling === Infinity ? floor * GROWTH : floor === 0 ? ceiling / GROWTH ** 2 : (floor + ceiling) / 2;
  }
  return { best, steps };
}
