import { ensureTopics, translateKafkaError, type createKafka } from '@millrace/kafka';
import type { Logger } from '@millrace/telemetry';

import type { ForwarderTopology } from '../topology.ts';

type Deps = {
  readonly kafka: ReturnType<typeof createKafka>;
  readonly log: Logger;
  readonly signal: AbortSignal;
};

/**
 * Creates the topics of a destination that are missing. Its changelog gets as many partitions as the input has now: an
 * operator may have given that one more than declared, and destinations come later.
 */
export async function ensureDestinationTopics(
  { input, outputs, deadLetters, store }: ForwarderTopology,
  { kafka, log, signal }: Deps,
): Promise<void> {
  await ensureTopics({ kafka, topics: [input, ...outputs, deadLetters], log, signal });
  if (store === undefined) return;
  const changelog = { ...store.changelog, partitions: await partitionsOf(kafka, input.name) };
  await ensureTopics({ kafka, topics: [changelog], log, signal });
}

async function partitionsOf(kafka: Deps['kafka'], topic: string): Promise<number> {
  const admin = kafka.admin();
  try {
    await admin.connect();
    const metadata = await admin.fetchTopicMetadata({ topics: [topic] });
    return metadata.topics[0]?.partitions.length ?? 0;
  } catch (thrown) {
    throw translateKafkaError(thrown);
  } finally {
    await admin.disconnect();
  }
}
