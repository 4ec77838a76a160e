/** A changed state on its way into the store. */
export type StateUpdate = {
  readonly key: string;
  /** Undefined removes the state. */
  readonly bytes: Buffer | undefined;
  /** When the state wants its timer, in epoch milliseconds; undefined for none. */
  readonly dueAt: number | undefined;
};

/** A state's timer. */
export type StoredTimer = { readonly key: string; readonly dueAt: number };

/** A state as it is stored. */
export type StoredState = { readonly key: string; readonly bytes: Buffer };

/**
 * The states of one partition of one program: a copy of a committed prefix of the partition's changelog. `position` is the
 * changelog offset up to which it is applied (exclusive); undefined where nothing was. Each call is one round trip and
 * atomic; calls take effect in the order they are made. Throws TransientError where the store does not answer.
 */
export type PartitionStore = {
  /** States by key, in order of the keys, with the position they were read at. */
  load(
    keys: readonly string[],
  ): Promise<{ readonly position: bigint | undefined; readonly states: readonly (Buffer | undefined)[] }>;
  /**
   * Moves the store from one position to another. False, with nothing changed, where it stands at neither: another owner
   * moved it, or it was emptied. Standing at `to` is no conflict: the call is a repetition and has the same effect.
   */
  apply(change: {
    readonly from: bigint | undefined;
    readonly to: bigint;
    readonly updates: readonly StateUpdate[];
    /** Keys whose timers fired without a change of state. */
    readonly doneTimers?: readonly string[];
  }): Promise<boolean>;
  /** The earliest timers by due time, then key bytes, and how many there are in all. */
  timers(limit: number): Promise<{
    readonly position: bigint | undefined;
    readonly count: number;
    readonly timers: readonly StoredTimer[];
  }>;
  /** Forgets everything, if the store stands at `from`. False where it does not. */
  clear(from: bigint | undefined): Promise<boolean>;
  /** Some of the states, and the cursor to go on with; '0' starts and ends a pass. */
  scan(
    cursor: string,
    limit: number,
  ): Promise<{ readonly cursor: string; readonly states: readonly StoredState[] }>;
  /** Removes those states that are still exactly these bytes; returns how many. The position stays. */
  removeUnchanged(states: readonly StoredState[]): Promise<number>;
};
