import { ConfigError, TransientError, type MillraceError } from '@millrace/errors';

/** How a failing step waits, and who is told. */
export type Patience = {
  /** Resolves when it is time for the next attempt; at once when the signal aborts. */
  pause(attempt: number, signal: AbortSignal): Promise<void>;
  /** Called for each failure that is waited out. */
  onFailure(error: MillraceError, attempt: number): void;
};

/**
 * Repeats a step until it succeeds. Waits out what passes by itself, and what a person has to put right too: a table or a
 * right that is missing is no reason to lose a row. Everything else is thrown.
 */
export async function untilDone<T>(
  step: (attempt: number) => Promise<T>,
  patience: Patience,
  signal: AbortSignal,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    signal.throwIfAborted();
    try {
      return await step(attempt);
    } catch (error) {
      if (!(error instanceof TransientError || error instanceof ConfigError)) throw error;
      patience.onFailure(error, attempt);
    }
    await patience.pause(attempt, signal);
  }
}
