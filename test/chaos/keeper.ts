import { startStoppedParts } from '../stack/restart.ts';

/** Starts again what has been killed, one start at a time. */
export type Keeper = {
  /** Says that something was killed. */
  wake(): void;
  /** Waits until everything runs. */
  stop(): Promise<void>;
};

const MAX_FAILURES = 5;

/** A start fails where a part is killed while it comes up; the next one makes up for it. */
export function createKeeper(): Keeper {
  let isDirty = false;
  let keeping: Promise<void> | undefined;

  const keep = async (): Promise<void> => {
    for (let failures = 0; isDirty;) {
      isDirty = false;
      try {
        await startStoppedParts();
        failures = 0;
      } catch (error) {
        isDirty = true;
        failures += 1;
        if (failures === MAX_FAILURES) throw error;
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
      await keeping;
      await startStoppedParts();
    },
  };
}
