/** When a run that may succeed later is repeated. */
export type RetryRules = {
  /** Runs at most, the first among them. */
  readonly attempts: number;
  /** The first pause lies between these two. */
  readonly firstMinMs: number;
  readonly firstMaxMs: number;
  /** Longest pause. */
  readonly maxMs: number;
};
