import type { Topic } from '@millrace/contracts';

/** Stable kebab-case word that says why; a label of metrics, so bounded per service. */
export type ReasonCode = string;

/** A record to write. Its key decides the partition; `headers` are added to the trace context the runtime carries over. */
export type Emission = {
  // The value's type is checked where `emit` makes the emission; a list of emissions mixes topics.
  readonly topic: Topic<never>;
  readonly key: string;
  readonly value: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

/** A new state of a key; undefined removes it. */
export type StateChange<S> = {
  readonly key: string;
  readonly state: S | undefined;
};

/** A record given up on after it was kept for a while: it goes to the program's dead letters as it was read. */
export type DeadLetter = {
  /** Key of the record in the input topic. */
  readonly key: string;
  /** The value as it was read. */
  readonly bytes: Buffer;
  /** Offset in the input partition. */
  readonly offset: string;
  /** The record's own headers; the runtime adds those that say why and where from. */
  readonly headers: Readonly<Record<string, string>>;
  readonly reason: ReasonCode;
};

/**
 * What a handler decides for one input.
 * `next`: change states, write outputs; with `ask`, the runtime performs the question outside and calls the handler again with the answer,
 * before anything later of the same ordering key and before the transaction commits.
 */
export type Step<S, Q = never> =
  | {
      readonly kind: 'next';
      readonly changes: readonly StateChange<S>[];
      readonly outputs: readonly Emission[];
      /** Records kept in a state that are given up on; the record in hand is rejected instead. */
      readonly deadLetters?: readonly DeadLetter[];
      readonly ask?: Q;
    }
  | { readonly kind: 'ignore'; readonly reason: ReasonCode }
  | { readonly kind: 'reject'; readonly reason: ReasonCode; readonly detail?: string };

/** Changes states and writes outputs. */
export function next<S>(changes: readonly StateChange<S>[], outputs: readonly Emission[] = []): Step<S> {
  return { kind: 'next', changes, outputs };
}

/** Asks something outside; the handler goes on when the answer comes. */
export function ask<S, Q>(question: Q, changes: readonly StateChange<S>[] = []): Step<S, Q> {
  return { kind: 'next', changes, outputs: [], ask: question };
}

/** Nothing to do, as expected. */
export function ignore(reason: ReasonCode): Step<never> {
  return { kind: 'ignore', reason };
}

/** The record can never be used: it goes to dead letters with its bytes. */
export function reject(reason: ReasonCode, detail?: string): Step<never> {
  return detail === undefined ? { kind: 'reject', reason } : { kind: 'reject', reason, detail };
}

/** A record for a topic, typed by the topic. */
export function emit<T>(
  topic: Topic<T>,
  key: string,
  value: T,
  headers?: Readonly<Record<string, string>>,
): Emission {
  const untyped = topic as unknown as Topic<never>;
  return headers === undefined ? { topic: untyped, key, value } : { topic: untyped, key, value, headers };
}
