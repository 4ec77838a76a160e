import { BugError, InvalidRecordError } from '@millrace/errors';
import { partitionFor, type OutgoingRecord } from '@millrace/kafka';
import type { Codec } from '@millrace/schema-registry';
import type { Emission, Input, InputRecord, Step, StoreDefinition, Timer } from '@millrace/stream';

import type { BatchItem } from './batch-item.ts';
import type { BatchStates, Change } from './batch-states.ts';
import { deadLetter } from './dead-letters.ts';
import { recordBytes } from './produce-waves.ts';
import type { Program } from './program.ts';
import { contextOf } from './state-keys.ts';

/** What a step runs in. */
export type StepScope<V, S, T, Q, A> = {
  readonly program: Program<V, S, T, Q, A>;
  readonly states: BatchStates<S>;
  readonly tables: T;
  readonly partition: number;
  readonly attempts: number;
  readonly maxProduceBytes: number;
};

/** What a step did: a question it asks, the bytes it writes, and how to undo its changes. */
export type StepEffects<Q> = {
  readonly question: Q | undefined;
  readonly bytes: number;
  readonly undo: () => void;
};

const noEffects = { question: undefined, bytes: 0, undo: () => {} } as const;

/**
 * Calls the handler once and takes in its step, whole or not at all: throws, with nothing changed, where the handler does,
 * or where a state or output is too large or does not fit its schema.
 */
export function stepItem<V, S, T, Q, A>(
  scope: StepScope<V, S, T, Q, A>,
  item: BatchItem<V>,
  input: Input<V, A>,
  keys: readonly string[],
): StepEffects<Q> {
  const cause = input.kind === 'answer' ? input.to : input;
  const context = contextOf(cause, scope.tables);
  const view = {
    get(key: string): S | undefined {
      if (!keys.includes(key)) throw unnamedKey('read');
      return scope.states.read(key, context.now);
    },
  };
  const step = scope.program.topology.handler(view, input, context);
  if (step.kind === 'ignore') {
    item.verdict = { kind: 'ignored', reason: step.reason };
    return noEffects;
  }
  if (step.kind === 'reject') {
    const message = step.detail ?? step.reason;
    item.verdict = { kind: 'dead', fault: { code: step.reason, message, isBug: false } };
    return noEffects;
  }
  return takeIn(scope, item, { step, cause, keys });
}

function takeIn<V, S, T, Q, A>(
  scope: StepScope<V, S, T, Q, A>,
  item: BatchItem<V>,
  {
    step,
    cause,
    keys,
  }: {
    readonly step: Extract<Step<S, Q>, { kind: 'next' }>;
    readonly cause: InputRecord<V> | Timer;
    readonly keys: readonly string[];
  },
): StepEffects<Q> {
  const changes = step.changes.map(({ key, state }) => {
    if (!keys.includes(key)) throw unnamedKey('changed');
    return { key, change: encodedChange(scope.program, state) };
  });
  const traceparent =
    item.span?.traceparent ?? (cause.kind === 'record' ? cause.headers['traceparent'] : undefined);
  // Outputs have their input's time, so that a rule downstream sees the same time whenever the log is read.
  const timestamp = cause.kind === 'record' ? cause.timestamp : cause.dueAt;
  const records = step.outputs.map(emission => encodedOutput(scope, emission, { traceparent, timestamp }));
  for (const { key, bytes, offset, headers, reason } of step.deadLetters ?? []) {
    const fault = { code: reason, message: reason, isBug: false };
    const { partition, attempts } = scope;
    records.push(
      deadLetter({ key, value: bytes, headers, partition, offset, fault, attempts }, scope.program),
    );
  }
  let written = 0;
  for (const record of records) written += recordBytes(record);
  const undos = changes.map(({ key, change }) => {
    written += key.length + (change.bytes?.length ?? 0);
    return scope.states.write(key, change);
  });
  item.outputs.push(...records);
  item.verdict = { kind: 'done' };
  return {
    question: step.ask,
    bytes: written,
    undo: () => {
      for (const undo of undos.reverse()) undo();
    },
  };
}

function encodedChange<V, S, T, Q, A>(
  { codecs, topology: { store } }: Program<V, S, T, Q, A>,
  state: S | undefined,
): Change<S> {
  if (state === undefined) return { entry: { state, size: 0 }, bytes: undefined };
  const { codec, definition } = storeOf(codecs.state, store);
  const bytes = codec.encode(state);
  if (bytes.length > definition.maxStateBytes) {
    throw new InvalidRecordError(
      'state-too-large',
      `state grew to ${bytes.length} bytes, past its bound of ${definition.maxStateBytes}`,
    );
  }
  return { entry: { state, size: bytes.length }, bytes };
}

function storeOf<S>(
  codec: Codec<S> | undefined,
  definition: StoreDefinition<S> | undefined,
): { readonly codec: Codec<S>; readonly definition: StoreDefinition<S> } {
  if (codec === undefined || definition === undefined) {
    throw new BugError('handler-failed', 'handler changed a state, but its topology has no store');
  }
  return { codec, definition };
}

function encodedOutput<V, S, T, Q, A>(
  { program, maxProduceBytes }: StepScope<V, S, T, Q, A>,
  { topic, key, value, headers }: Emission,
  { traceparent, timestamp }: { readonly traceparent: string | undefined; readonly timestamp: number },
): OutgoingRecord {
  const codec = program.codecs.outputs.get(topic.name);
  if (codec === undefined) {
    throw new BugError(
      'handler-failed',
      `handler wrote to ${topic.name}, which is no output of its topology`,
    );
  }
  const record = {
    topic: topic.name,
    partition: partitionFor(key, program.partitionsOf(topic.name)),
    key,
    value: codec.encode(value),
    headers: { ...(traceparent === undefined ? {} : { traceparent }), ...headers },
    timestamp,
  };
  const bytes = recordBytes(record);
  if (bytes > maxProduceBytes) {
    throw new InvalidRecordError(
      'record-too-large',
      `output to ${topic.name} has ${bytes} bytes, more than the ${maxProduceBytes} of a produce batch`,
    );
  }
  return record;
}

function unnamedKey(deed: 'read' | 'changed'): BugError {
  return new BugError(
    'handler-failed',
    `handler ${deed} a state that stateKeys of its topology did not name`,
  );
}
