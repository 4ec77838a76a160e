import type { Context, InputRecord, States, Timer, Topology } from '@millrace/stream';

import type { BatchItem } from './batch-item.ts';
import type { BatchStates } from './batch-states.ts';

type Reads<V, S, T, Q, A> = {
  readonly topology: Topology<V, S, T, Q, A>;
  readonly states: BatchStates<S>;
  readonly tables: T;
};

/** What the handler knows besides states. */
export function contextOf<T>(input: InputRecord<unknown> | Timer, tables: T): Context<T> {
  return { now: input.kind === 'record' ? input.timestamp : input.dueAt, tables };
}

/** Loads what the batch will need, as far as can be told before its steps: all its inputs share each round trip. */
export async function loadAhead<V, S, T, Q, A>(
  items: readonly BatchItem<V>[],
  reads: Reads<V, S, T, Q, A>,
): Promise<void> {
  let inputs = items.flatMap(({ input, verdict }) =>
    input !== undefined && verdict === undefined ? [input] : [],
  );
  while (inputs.length > 0) {
    const missing = new Set<string>();
    inputs = inputs.filter(input => {
      const before = missing.size;
      // A program that throws here throws again at the input's own turn, where it can be blamed.
      for (const key of keysOrNone(input, reads)) if (!reads.states.isResident(key)) missing.add(key);
      return missing.size > before;
    });
    if (missing.size > 0) await reads.states.load([...missing]);
  }
}

/** Keys of the states an input may touch, as the states are at its turn; all of them are resident then. */
export async function residentKeys<V, S, T, Q, A>(
  input: InputRecord<V> | Timer,
  reads: Reads<V, S, T, Q, A>,
): Promise<readonly string[]> {
  for (;;) {
    const keys = keysOf(input, reads);
    const missing = keys.filter(key => !reads.states.isResident(key));
    if (missing.length === 0) return keys;
    await reads.states.load(missing);
  }
}

function keysOrNone<V, S, T, Q, A>(
  input: InputRecord<V> | Timer,
  reads: Reads<V, S, T, Q, A>,
): readonly string[] {
  try {
    return keysOf(input, reads);
  } catch {
    return [];
  }
}

function keysOf<V, S, T, Q, A>(
  input: InputRecord<V> | Timer,
  { topology, states, tables }: Reads<V, S, T, Q, A>,
): readonly string[] {
  if (topology.store === undefined) return [];
  if (topology.stateKeys === undefined) return [input.key];
  const context = contextOf(input, tables);
  const view: States<S> = { get: key => states.read(key, context.now) };
  return topology.stateKeys(input, view, context);
}
