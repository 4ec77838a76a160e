import { setTimeout as delay } from 'node:timers/promises';
import type { Part } from './parts/part.ts';

export type Readiness = { kind: 'ready' } | { kind: 'ended'; how: string } | { kind: 'late' };

const PROBE_TIMEOUT_MS = 3_000;
const PAUSE_MS = 100;

/** Asks a part until it answers, its process ends, or its time is over. */
export async function awaitReady(part: Part, ended: Promise<string>): Promise<Readiness> {
  const end = Date.now() + part.readyWithinMs;
  const ending = ended.then(how => ({ kind: 'ended', how }) as const);
  while (Date.now() < end) {
    const answer = await Promise.race([ending, probe(part)]);
    if (typeof answer === 'object') return answer;
    if (answer) return { kind: 'ready' };
    const pause = await Promise.race([ending, delay(PAUSE_MS)]);
    if (pause !== undefined) return pause;
  }
  return { kind: 'late' };
}

/** Not listening yet is the ordinary answer of a part that starts. */
export async function probe(part: Part): Promise<boolean> {
  return part.isReady(AbortSignal.timeout(PROBE_TIMEOUT_MS)).catch(() => false);
}
