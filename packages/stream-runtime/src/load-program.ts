import type { Topic, TopicDeclaration } from '@millrace/contracts';
import { ConfigError } from '@millrace/errors';
import type { Codec } from '@millrace/schema-registry';
import type { Topology } from '@millrace/stream';
import { translateKafkaError } from '@millrace/kafka';
import type { Tracer } from '@millrace/telemetry';
import type { Admin } from 'kafkajs';

import type { Program } from './program.ts';

/** What gives codecs; `Codecs` of the schema registry. */
export type CodecSource = { codecFor<T>(topic: Topic<T>): Promise<Codec<T>> };

/** A program and the number of partitions of its input. */
export type LoadedProgram<V, S, T, Q, A> = {
  readonly program: Program<V, S, T, Q, A>;
  readonly partitions: number;
};

/** Makes the codecs of a topology and reads the partitions of its topics from the broker. Throws ConfigError where they cannot work. */
export async function loadProgram<V, S, T, Q, A>(
  topology: Topology<V, S, T, Q, A>,
  parts: {
    readonly codecs: CodecSource;
    readonly admin: Admin;
    readonly version: string;
    readonly tables: () => T;
    readonly ask?: ((question: Q, signal: AbortSignal) => Promise<A>) | undefined;
    readonly tracer: Tracer;
  },
): Promise<LoadedProgram<V, S, T, Q, A>> {
  const { codecs, admin, version, tables, ask, tracer } = parts;
  const { input, store, outputs, deadLetters } = topology;
  const written = [...outputs, deadLetters, ...(store === undefined ? [] : [store.changelog])];
  const counts = await partitionCounts(admin, [input, ...written]);
  const partitions = countOf(counts, input.name);
  if (store !== undefined && countOf(counts, store.changelog.name) < partitions) {
    throw new ConfigError(
      'configuration-invalid',
      `changelog ${store.changelog.name} has fewer partitions than its input ${input.name} (${partitions}); add partitions to it`,
    );
  }
  const outputCodecs = await Promise.all(
    outputs.map(async topic => [topic.name, await codecs.codecFor(withAnyValue(topic))] as const),
  );
  return {
    program: {
      topology,
      version,
      codecs: {
        input: await codecs.codecFor(input),
        state: store === undefined ? undefined : await codecs.codecFor(store.changelog),
        outputs: new Map(outputCodecs),
      },
      partitionsOf: topic => countOf(counts, topic),
      tables,
      ask,
      tracer,
    },
    partitions,
  };
}

/** Outputs are declared without their value type; what a handler emits is checked against it by `emit`. */
function withAnyValue(topic: TopicDeclaration): Topic<unknown> {
  return topic as Topic<unknown>;
}

async function partitionCounts(
  admin: Admin,
  topics: readonly TopicDeclaration[],
): Promise<ReadonlyMap<string, number>> {
  try {
    const metadata = await admin.fetchTopicMetadata({ topics: [...new Set(topics.map(({ name }) => name))] });
    return new Map(metadata.topics.map(({ name, partitions }) => [name, partitions.length]));
  } catch (thrown) {
    throw translateKafkaError(thrown);
  }
}

function countOf(counts: ReadonlyMap<string, number>, topic: string): number {
  const count = counts.get(topic);
  if (count === undefined) throw new ConfigError('configuration-invalid', `topic ${topic} does not exist`);
  return count;
}
