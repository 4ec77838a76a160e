import type { Topic, TopicDeclaration } from '@millrace/contracts';
import type { EpochMillis } from '@millrace/domain';

import type { Step } from './step.ts';

/** A decoded record of the input topic. */
export type InputRecord<V> = {
  readonly kind: 'record';
  readonly key: string;
  readonly value: V;
  /** The value as it was read, for a program that keeps or forwards records unopened. */
  readonly bytes: Buffer;
  readonly headers: Readonly<Record<string, string>>;
  readonly partition: number;
  readonly offset: string;
  /** The record's own timestamp. */
  readonly timestamp: EpochMillis;
};

/** The moment a state asked to be called at has come. */
export type Timer = { readonly kind: 'timer'; readonly key: string; readonly dueAt: EpochMillis };

/** The answer to a question of an earlier step, with the input that led to it. */
export type Answer<V, A> = {
  readonly kind: 'answer';
  readonly answer: A;
  readonly to: InputRecord<V> | Timer;
};

/** What a handler is called with. */
export type Input<V, A = never> = InputRecord<V> | Timer | Answer<V, A>;

/** The states a handler may read: those its input's keys named. Absent and expired read as undefined. */
export type States<S> = { get(key: string): S | undefined };

/** What a handler knows besides states: `now` is the record's timestamp, or the due time of a timer. */
export type Context<T = undefined> = { readonly now: EpochMillis; readonly tables: T };

/** Decides one input. Pure: same states, input and context give the same step. */
export type Handler<V, S, T = undefined, Q = never, A = never> = (
  states: States<S>,
  input: Input<V, A>,
  context: Context<T>,
) => Step<S, Q>;

/** Where a program keeps its states; the changelog topic is also their codec. */
export type StoreDefinition<S> = {
  /** Name within the service; part of the Redis key. */
  readonly name: string;
  readonly changelog: Topic<S>;
  /** Largest encoded state, in bytes; past it the step fails with `state-too-large`. */
  readonly maxStateBytes: number;
  /** When this state wants a timer; undefined for none. */
  readonly dueAt?: (state: S) => EpochMillis | undefined;
  /** From when on this state reads as absent; the runtime sweeps it away some time later. */
  readonly expiresAt?: (state: S) => EpochMillis;
};

/** What the runtime knows of a partition when it asks whether to read on. */
export type PartitionFacts = {
  readonly partition: number;
  /** States that wait for a timer. */
  readonly timers: number;
};

/** A stream program as a value: what it reads, keeps, writes and decides. The runtime (or a test driver) runs it. */
export type Topology<V, S, T = undefined, Q = never, A = never> = {
  /** Name of the service. */
  readonly service: string;
  /** Consumer group and prefix of the transactional ids; the service's name, with the instance where there are several. */
  readonly group: string;
  readonly input: Topic<V>;
  readonly store?: StoreDefinition<S>;
  readonly outputs: readonly TopicDeclaration[];
  readonly deadLetters: TopicDeclaration;
  /**
   * Keys of the states an input needs. Called again with what was loaded until it names nothing new, so that a state can
   * lead to another; all records of a batch share each round trip.
   */
  readonly stateKeys?: (
    input: InputRecord<V> | Timer,
    states: States<S>,
    context: Context<T>,
  ) => readonly string[];
  /** Inputs of one ordering key are stepped one after another, also across a question; default: the record's key. */
  readonly orderingKey?: (input: InputRecord<V> | Timer) => string;
  /** Whether a record is for this program, by its headers and the tables alone; what is not is passed over without decoding. */
  readonly accepts?: (headers: Readonly<Record<string, string>>, tables: T) => boolean;
  /** Whether to read more records of a partition now; while not, its lag grows and its timers go on. Default: always. */
  readonly isIntakeOpen?: (facts: PartitionFacts, tables: T) => boolean;
  readonly handler: Handler<V, S, T, Q, A>;
};
