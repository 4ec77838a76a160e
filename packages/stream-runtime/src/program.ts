import type { Codec } from '@millrace/schema-registry';
import type { Topology } from '@millrace/stream';
import type { Tracer } from '@millrace/telemetry';

/** A topology with all it needs to run on any partition. */
export type Program<V, S, T, Q, A> = {
  readonly topology: Topology<V, S, T, Q, A>;
  /** Version of the service, for dead letters. */
  readonly version: string;
  readonly codecs: {
    readonly input: Codec<V>;
    /** Present where the topology has a store. */
    readonly state: Codec<S> | undefined;
    /** By topic name. */
    readonly outputs: ReadonlyMap<string, Codec<unknown>>;
  };
  /** Number of partitions of an output or dead-letter topic. */
  readonly partitionsOf: (topic: string) => number;
  /** The tables as they are now; read once a batch. */
  readonly tables: () => T;
  /** Performs a question. What it throws is handled as a handler's error; an expected failure is an answer. */
  readonly ask?: ((question: Q, signal: AbortSignal) => Promise<A>) | undefined;
  readonly tracer: Tracer;
};
