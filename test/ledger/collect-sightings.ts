import { topics, type Topic } from '@millrace/contracts';
import { createKafka } from '@millrace/kafka';
import { createCodecs } from '@millrace/schema-registry';
import { silentLog } from '@millrace/telemetry';

import type { Endpoints } from '../stack/endpoints.ts';
import { endOf, readTopic, type Positions } from '../stack/topic-reader.ts';

/** The topics in which every event must be exactly once, and where they ended when the run began. */
export type TopicMarks = { readonly validated: Positions; readonly activity: Positions };

/** Notes where the topics end, to be read from there later. */
export async function markTopics({ kafka: broker }: Endpoints): Promise<TopicMarks> {
  const kafka = createKafka({ brokers: [broker], clientId: 'ledger', log: silentLog });
  return {
    validated: await endOf(kafka, topics.eventsValidated),
    activity: await endOf(kafka, topics.profilesActivity),
  };
}

/** Message ids that were committed to each topic since the marks. */
export async function messageIdsSince(
  { kafka: broker, schemaRegistry }: Endpoints,
  marks: TopicMarks,
): Promise<Record<string, readonly string[]>> {
  const kafka = createKafka({ brokers: [broker], clientId: 'ledger', log: silentLog });
  const codecs = createCodecs({ url: schemaRegistry, log: silentLog });
  const read = async <T>(topic: Topic<T>, start: Positions): Promise<readonly T[]> => {
    const records = await readTopic(kafka, topic, { start, codec: await codecs.codecFor(topic) });
    return records.map(({ value }) => value);
  };
  try {
    const validated = await read(topics.eventsValidated, marks.validated);
    const activity = await read(topics.profilesActivity, marks.activity);
    return {
      [topics.eventsValidated.name]: validated.map(({ event }) => event.messageId),
      [topics.profilesActivity.name]: activity.flatMap(({ event }) =>
        event === null ? [] : [event.messageId],
      ),
    };
  } finally {
    codecs.close();
  }
}
