import type { OutgoingRecord } from '@millrace/kafka';
import type { StateUpdate } from '@millrace/redis';
import type { StoreDefinition } from '@millrace/stream';

import type { BatchItem, Fault } from './batch-item.ts';
import type { BatchStates } from './batch-states.ts';
import { deadLetter } from './dead-letters.ts';
import type { Program } from './program.ts';
import type { Entry } from './state-cache.ts';

/** A change of a timer. */
type TimerChange = { readonly key: string; readonly dueAt: number | undefined; readonly had: boolean };

/** All that a stepped batch writes, and where. */
export type BatchPlan<S> = {
  /** Outputs and dead letters in input order, then the changelog. */
  readonly records: readonly OutgoingRecord[];
  readonly updates: readonly StateUpdate[];
  readonly entries: ReadonlyMap<string, Entry<S>>;
  readonly timerChanges: readonly TimerChange[];
  /** Timers that fired without a change of their state. */
  readonly doneTimers: readonly string[];
};

/** Gathers the effects of a batch: one changelog record and one update a changed key. */
export function planBatch<V, S, T, Q, A>(
  program: Program<V, S, T, Q, A>,
  {
    items,
    states,
    partition,
    attempts,
  }: {
    readonly items: readonly BatchItem<V>[];
    readonly states: BatchStates<S>;
    readonly partition: number;
    readonly attempts: number;
  },
): BatchPlan<S> {
  const { store } = program.topology;
  const records: OutgoingRecord[] = [];
  for (const item of items) {
    for (const record of item.outputs) records.push(record);
    if (item.verdict?.kind === 'dead') {
      records.push(letterOf(program, item, { fault: item.verdict.fault, states, partition, attempts }));
    }
  }
  const updates: StateUpdate[] = [];
  const entries = new Map<string, Entry<S>>();
  const timerChanges: TimerChange[] = [];
  if (store !== undefined) {
    for (const [key, { entry, bytes }] of states.changes()) {
      const before = states.before(key);
      if (bytes === undefined && before === undefined) continue;
      const dueAt = dueTime(store, entry.state);
      const had = dueTime(store, before) !== undefined;
      updates.push({ key, bytes, dueAt });
      entries.set(key, entry);
      if (had || dueAt !== undefined) timerChanges.push({ key, dueAt, had });
      records.push({ topic: store.changelog.name, partition, key, value: bytes ?? null, headers: {} });
    }
  }
  const doneTimers = items.flatMap(({ input }) =>
    input?.kind === 'timer' && !entries.has(input.key) ? [input.key] : [],
  );
  for (const key of doneTimers) timerChanges.push({ key, dueAt: undefined, had: true });
  return { records, updates, entries, timerChanges, doneTimers };
}

function dueTime<S>(store: StoreDefinition<S>, state: S | undefined): number | undefined {
  return state === undefined ? undefined : store.dueAt?.(state);
}

function letterOf<V, S, T, Q, A>(
  program: Program<V, S, T, Q, A>,
  item: BatchItem<V>,
  {
    fault,
    states,
    partition,
    attempts,
  }: {
    readonly fault: Fault;
    readonly states: BatchStates<S>;
    readonly partition: number;
    readonly attempts: number;
  },
): OutgoingRecord {
  if (item.source !== undefined) {
    const { key, value, headers, offset } = item.source;
    return deadLetter(
      { key, value, headers, partition, offset: offset.toString(), fault, attempts },
      program,
    );
  }
  const key = item.input?.key ?? '';
  const value = timerState(program, states, item.input);
  return deadLetter({ key, value, headers: {}, partition, offset: undefined, fault, attempts }, program);
}

/** A timer has no bytes of its own: its letter keeps the state that wanted it. */
function timerState<V, S, T, Q, A>(
  { codecs, topology }: Program<V, S, T, Q, A>,
  states: BatchStates<S>,
  input: { readonly kind: string; readonly key: string } | undefined,
): Buffer | null {
  const state = input === undefined || topology.store === undefined ? undefined : states.before(input.key);
  return state === undefined || codecs.state === undefined ? null : codecs.state.encode(state);
}
