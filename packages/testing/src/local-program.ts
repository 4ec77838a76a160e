import type { Topic, TopicDeclaration } from '@millrace/contracts';
import type { Codec } from '@millrace/schema-registry';
import type { Topology } from '@millrace/stream';
import type { Program } from '@millrace/stream-runtime';
import { passiveTracer, type Tracer } from '@millrace/telemetry';

import { localCodec } from './local-codec.ts';

/** What a program in memory is given besides its topology. */
type Options<T, Q, A> = {
  readonly tables?: (() => T) | undefined;
  readonly ask?: ((question: Q, signal: AbortSignal) => Promise<A>) | undefined;
  readonly tracer?: Tracer | undefined;
};

/** A topology with local codecs and as many partitions as its outputs declare. */
export function localProgram<V, S, T, Q, A>(
  topology: Topology<V, S, T, Q, A>,
  options: Options<T, Q, A>,
): Program<V, S, T, Q, A> {
  const partitionCounts = new Map(topology.outputs.map(({ name, partitions }) => [name, partitions]));
  return {
    topology,
    version: '0.0.0',
    codecs: {
      input: localCodec(topology.input),
      state: topology.store === undefined ? undefined : localCodec(topology.store.changelog),
      outputs: new Map(topology.outputs.map(topic => [topic.name, outputCodec(topic)])),
    },
    partitionsOf: topic => partitionCounts.get(topic) ?? 1,
    // A topology without tables has none to give.
    tables: options.tables ?? (() => undefined as T),
    ask: options.ask,
    tracer: options.tracer ?? passiveTracer,
  };
}

/** Outputs are declared without their value type; what the handler emits is checked by the schema. */
function outputCodec(topic: TopicDeclaration): Codec<unknown> {
  return localCodec(topic as Topic<unknown>);
}
