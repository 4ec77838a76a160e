import { TransientError } from '@millrace/errors';

import type { Place, Stretch, SummaryStore } from './summary-store.ts';
import { withinLimit, type Summary } from './summary.ts';

type Options = {
  readonly store: SummaryStore;
  /** Offsets of one stretch. */
  readonly maxRecords: number;
  readonly signal: AbortSignal;
  readonly onSummedUp: (records: number) => void;
};

/** Tokens tried for one position: after a crash of the store, one may be spent in vain. */
const MAX_TRIES = 3;

/**
 * Sums a partition up through an offset, a stretch after the other. Each begins where the store says that the last one ended, so that
 * a crash anywhere loses and doubles nothing; of several processes that go on from one position, the store takes one.
 * Throws TransientError where it should be tried again.
 */
export async function sumUpThrough(
  end: number,
  { summary, place }: { readonly summary: Summary; readonly place: Place },
  options: Options,
): Promise<void> {
  const { store, maxRecords, signal } = options;
  const position = await store.position(summary, place, signal);
  let from =
    position === undefined ? ((await store.firstOffset(summary, place, signal)) ?? end) : position + 1;
  while (from <= end) {
    signal.throwIfAborted();
    const stretch = { ...place, from, to: Math.min(end, from + maxRecords - 1) };
    from = (await sumUpStretch(stretch, summary, options)) + 1;
  }
}

/** Sums up one stretch, unless another process does. Returns the position after it. */
async function sumUpStretch(stretch: Stretch, summary: Summary, options: Options): Promise<number> {
  const { store, signal, onSummedUp } = options;
  const { topic, partition, from, to } = stretch;
  const { tallies, known } = await store.tally(summary, stretch, signal);
  const sums = { tallies: withinLimit(summary, tallies, known), stretch };
  for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
    const token = `${summary.name}:${topic}:${partition}:${from}${attempt === 0 ? '' : `+${attempt}`}`;
    await store.add(summary, { ...sums, token }, signal);
    const position = await store.position(summary, stretch, signal);
    if (position === undefined || position < from) continue;
    if (position === to) onSummedUp(to - from + 1);
    return position;
  }
  throw new TransientError('clickhouse-refused', `sums added to ${summary.into} did not appear`);
}
