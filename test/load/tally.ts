import { build } from 'hdr-histogram-js';

import type { Due } from './lanes.ts';

const MAX_LATENCY_US = 60_000_000;

/** Counts and times the replies of a load. */
export type Tally = {
  readonly settle: (due: Due, status: number) => void;
  readonly answered: () => number;
  readonly result: () => {
    /** Requests answered 200. */
    readonly accepted: number;
    readonly refused: Readonly<Record<number, number>>;
    readonly latencyMs: { readonly p50: number; readonly p99: number; readonly max: number };
    readonly acknowledgedAt: readonly number[];
  };
};

/** Makes a tally; latency runs from the moment a request was due. */
export function createTally(keepTimes: boolean): Tally {
  const latency = build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: MAX_LATENCY_US,
    numberOfSignificantValueDigits: 3,
  });
  const refused: Record<number, number> = {};
  const acknowledgedAt: number[] = [];
  let answered = 0;
  let accepted = 0;
  return {
    settle({ number, at }, status) {
      const latencyUs = Math.round((performance.now() - at) * 1000);
      latency.recordValue(Math.min(MAX_LATENCY_US, Math.max(1, latencyUs)));
      answered += 1;
      if (status !== 200) {
        refused[status] = (refused[status] ?? 0) + 1;
        return;
      }
      accepted += 1;
      if (keepTimes) acknowledgedAt[number] = Date.now();
    },
    answered: () => answered,
    result: () => ({
      accepted,
      refused,
      latencyMs: {
        p50: latency.getValueAtPercentile(50) / 1000,
        p99: latency.getValueAtPercentile(99) / 1000,
        max: latency.maxValue / 1000,
      },
      acknowledgedAt,
    }),
  };
}
