/** What one committed batch was, for metrics. */
export type BatchFacts = {
  readonly records: number;
  readonly timers: number;
  /** Records passed over by their headers. */
  readonly skipped: number;
  readonly ignored: ReadonlyMap<string, number>;
  /** By the reason a rule gave, or the code of an error. */
  readonly dead: ReadonlyMap<string, number>;
  readonly bugs: number;
  /** By output topic. */
  readonly out: ReadonlyMap<string, number>;
  readonly stepMs: number;
  readonly durationMs: number;
  /** Timestamps of the oldest and the newest record; undefined for timers. */
  readonly oldest: number | undefined;
  readonly newest: number | undefined;
  readonly committedAt: number;
};

/** Where a partition's processor says what happened. */
export type Report = {
  committed(facts: BatchFacts): void;
  /** The store was brought up to the changelog's end. */
  restored(facts: {
    readonly partition: number;
    readonly records: number;
    readonly durationMs: number;
  }): void;
  /** Records that were to be read next are gone: retention was shorter than the outage. */
  skippedAhead(facts: { readonly partition: number; readonly from: bigint; readonly to: bigint }): void;
};

/** Says nothing. */
export const silentReport: Report = { committed() {}, restored() {}, skippedAhead() {} };
