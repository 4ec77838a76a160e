import { setTimeout as delay } from 'node:timers/promises';
import type { Part } from './parts/part.ts';

export type Readiness =
  | { kind: 'ready' }
  | { kind: 'ended'; how: string }
  | { kind: 'late' }
  /** What it stands on did not come up. */
  | { kind: 'baseless' };

const PROBE_TIMEOUT_MS = 3_000;
const PAUSE_MS = 100;

/**
 * Asks a part until it answers, its process ends, or its time is over. The time runs from when what it stands on is there: the first
 * start on a slow line spends minutes on downloads. `base` tells whether it came up.
 */
export async function awaitReady(
  part: Part,
  ended: Promise<string>,
  base: Promise<boolean>,
): Promise<Readiness> {
  let end = Infinity;
  const ending = ended.then(how => ({ kind: 'ended', how }) as const);
  const sinking = base.then(isThere => {
    end = Date.now() + part.readyWithinMs;
    return isThere ? new Promise<never>(() => undefined) : ({ kind: 'baseless' } as const);
  });
  while (Date.now() < end) {
    const answer = await Promise.race([ending, sinking, probe(part)]);
    if (typeof answer === 'object') return answer;
    if (answer) return { kind: 'ready' };
    const pause = await Promise.race([ending, sinking, delay(PAUSE_MS)]);
    if (pause !== undefined) return pause;
  }
  return { kind: 'late' };
}

/** Not listening yet is the ordinary answer of a part that starts. */
export async function probe(part: Part): Promise<boolean> {
  return part.isReady(AbortSignal.timeout(PROBE_TIMEOUT_MS)).catch(() => false);
}
