import type { KnownNames, Summary, Tally } from './summary.ts';

/** A partition of a topic. */
export type Place = { readonly topic: string; readonly partition: number };

/** Records of a partition from one offset through another. */
export type Stretch = Place & { readonly from: number; readonly to: number };

/** Where the archive's rows are and their sums are kept. Calls reject with TransientError where it is away. */
export type SummaryStore = {
  /** The last offset that is summed up; undefined where nothing of the partition is. */
  position(summary: Summary, place: Place, signal: AbortSignal): Promise<number | undefined>;
  /** The first offset of the partition that has a row; undefined where none has. */
  firstOffset(summary: Summary, place: Place, signal: AbortSignal): Promise<number | undefined>;
  tally(
    summary: Summary,
    stretch: Stretch,
    signal: AbortSignal,
  ): Promise<{ readonly tallies: readonly Tally[]; readonly known: KnownNames }>;
  /** Adds tallies and moves the position to the stretch's end: both or nothing, and nothing where the token was used before. */
  add(
    summary: Summary,
    sums: { readonly tallies: readonly Tally[]; readonly stretch: Stretch; readonly token: string },
    signal: AbortSignal,
  ): Promise<void>;
};
