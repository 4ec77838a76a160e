import type { TopicDeclaration } from '@millrace/contracts';
import { createKafka, createProducer, ensureTopics, type Producer } from '@millrace/kafka';
import { silentLog } from '@millrace/telemetry';

import { newRun, type Bench } from '../bench.ts';
import { EVENT_BYTES } from '../load-events.ts';

const IN_FLIGHT = 2_000;

/** Records a second that one process writes durably, one call a record: Kafka's part of the gateway's ceiling. */
export async function measureKafkaCeiling({ endpoints, seconds }: Bench): Promise<number> {
  const kafka = createKafka({ brokers: [endpoints.kafka], clientId: 'bench', log: silentLog });
  const topic: TopicDeclaration = {
    name: `bench.ceiling-${newRun()}`,
    subject: 'none',
    owner: 'bench',
    partitions: 4,
    settings: { 'retention.ms': '60000' },
  };
  await ensureTopics({ kafka, topics: [topic], log: silentLog });
  const producer = createProducer({
    kafka,
    topics: [topic],
    log: silentLog,
    deliveryTimeoutMs: 30_000,
    maxWaitingBytes: 64 * 2 ** 20,
    maxWaitingRecords: 2 * IN_FLIGHT,
  });
  await producer.connect();
  try {
    return await recordsPerSecond(producer, { topic: topic.name, seconds });
  } finally {
    await producer.close();
    const admin = kafka.admin();
    await admin.connect();
    await admin.deleteTopics({ topics: [topic.name] });
    await admin.disconnect();
  }
}

async function recordsPerSecond(
  producer: Producer,
  { topic, seconds }: { readonly topic: string; readonly seconds: number },
): Promise<number> {
  const value = Buffer.from(JSON.stringify({ filler: 'x'.repeat(EVENT_BYTES - 13) }));
  const started = performance.now();
  const end = started + seconds * 1000;
  let sent = 0;
  const sendInTurn = async (lane: number): Promise<void> => {
    for (let turn = 0; performance.now() < end; turn++) {
      await producer.send([{ topic, key: `${lane}-${turn}`, value }]);
      sent += 1;
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, (_, lane) => sendInTurn(lane)));
  return sent / ((performance.now() - started) / 1000);
}
