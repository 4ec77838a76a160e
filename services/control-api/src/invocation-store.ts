import type { EpochMillis } from '@millrace/domain';

/** How a run of a function can end. */
export const invocationOutcomes = ['succeeded', 'retrying', 'failed', 'expired'] as const;

/** How a run of a function ended. */
export type InvocationOutcome = (typeof invocationOutcomes)[number];

/** Where a run stands among those of its function. */
export type InvocationPlace = {
  readonly startedAt: EpochMillis;
  readonly invocationId: string;
  readonly attempt: number;
};

/** One run of a function, as the archive keeps it. */
export type SeenInvocation = InvocationPlace & {
  readonly functionVersion: number;
  readonly sourceId: string;
  readonly outcome: string;
  /** Why it did not succeed; these three are '' where there is nothing to say. */
  readonly code: string;
  readonly message: string;
  readonly stack: string;
  readonly durationMs: number;
  readonly cpuMs: number;
  /** Events that were sent on. */
  readonly events: number;
  readonly nextAttemptAt: EpochMillis | null;
  readonly replyStatus: number | null;
  /** JSON texts. */
  readonly console: string;
  readonly fetches: string;
  readonly request: string;
};

/** Which runs of a function are asked for. */
export type InvocationWish = {
  readonly functionId: string;
  readonly outcomes: readonly InvocationOutcome[];
  /** Only older ones than this. */
  readonly before: InvocationPlace | undefined;
  readonly count: number;
};

/** Runs of functions, as the archive keeps them for a month. */
export type InvocationStore = {
  /** Newest first. */
  list(wish: InvocationWish, signal: AbortSignal): Promise<readonly SeenInvocation[]>;
};
