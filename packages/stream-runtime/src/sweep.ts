import { setTimeout as sleep } from 'node:timers/promises';

import { classifyError, TransientError } from '@millrace/errors';
import type { PartitionStore } from '@millrace/redis';
import type { Codec } from '@millrace/schema-registry';
import type { StoreDefinition } from '@millrace/stream';

/** What is swept. */
export type SweepDeps<S> = {
  readonly definition: Pick<StoreDefinition<S>, 'expiresAt'>;
  readonly codec: Codec<S>;
  readonly store: PartitionStore;
  /** Time of the partition's records; states expire by it, not by the clock. Undefined before the first. */
  readonly streamTime: () => number | undefined;
  readonly graceMs: number;
  /** States looked at in one step. */
  readonly stepSize: number;
  /** Pause between two passes. */
  readonly intervalMs: number;
  readonly signal: AbortSignal;
};

/** The sweep takes this share of the process's time at most: it waits so many times as long as it worked. */
const REST_FACTOR = 50;
const SHORTEST_REST_MS = 20;

/**
 * Removes expired states from the store, a few at a time, until the signal aborts. They read as absent anyway; this gives their
 * memory back. The changelog is not told: its own retention forgets them. Removes only states that are as they were read, so a
 * state that was renewed meanwhile, even by a new owner, stays.
 */
export async function sweepUntilStopped<S>(deps: SweepDeps<S>): Promise<void> {
  const { intervalMs, signal } = deps;
  let cursor = '0';
  while (!signal.aborted) {
    const startedAt = performance.now();
    let restMs = intervalMs;
    try {
      cursor = await sweepStep(deps, cursor);
      if (cursor !== '0') restMs = Math.max(SHORTEST_REST_MS, (performance.now() - startedAt) * REST_FACTOR);
    } catch (thrown) {
      // The partition itself reports that the store is away.
      if (!(classifyError(thrown) instanceof TransientError)) throw thrown;
    }
    await sleep(restMs, undefined, { signal, ref: false }).catch(() => undefined);
  }
}

/** Looks at some states, removes the expired among them, and returns the cursor to go on with; '0' ends a pass. */
export async function sweepStep<S>(
  { definition, codec, store, streamTime, graceMs, stepSize }: Omit<SweepDeps<S>, 'signal' | 'intervalMs'>,
  cursor: string,
): Promise<string> {
  const now = streamTime();
  const { expiresAt } = definition;
  if (now === undefined || expiresAt === undefined) return '0';
  const page = await store.scan(cursor, stepSize);
  await codec.prepare(page.states.map(({ bytes }) => bytes));
  const expired = page.states.filter(({ bytes }) => expiresAt(codec.decode(bytes)) <= now - graceMs);
  if (expired.length > 0) await store.removeUnchanged(expired);
  return page.cursor;
}
