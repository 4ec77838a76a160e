import { startStoppedParts } from '../stack/restart.ts';

/** Starts again what has been killed, one start at a time. */
export type Keeper = {
  /** Says that something was killed. */
  wake(): void;
  /** Waits until everything runs. */
  stop(): Promise<void>;
};

/** Starts that may fail once nothing is killed any more. */
const MAX_FAILURES = 3;

/** A start fails where a part is killed while it comes up, as often as that happens; the next one makes up for it. */
export function createKeeper(): Keeper {
  let isDirty = false;
  let keeping: Promise<void> | undefined;
  let failuresLeft = Infinity;

  const keep = async (): Promise<void> => {
    while (isDirty) {
      isDirty = false;
      try {
        await startStoppedParts();
      } catch (error) {
        isDirty = true;
        failuresLeft -= 1;
        if (failuresLeft <= 0) throw error;
      }
    }
  };
  return {
    wake() {
      isDirty = true;
      keeping ??= keep().finally(() => {
        keeping = undefined;
      });
      keeping.catch(() => undefined);
    },
    async stop() {
      failuresLeft = MAX_FAILURES;
      await keeping;
      await startStoppedParts();
    },
  };
}
