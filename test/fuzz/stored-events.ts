import { topics } from '@millrace/contracts';
import { createKafka } from '@millrace/kafka';
import { createCodecs } from '@millrace/schema-registry';
import { silentLog } from '@millrace/telemetry';

import type { Endpoints } from '../stack/endpoints.ts';
import { endOf, readTopic, type Positions } from '../stack/topic-reader.ts';
import { comparable } from './acknowledged-events.ts';

/** What the gateway has stored. */
export type StoredEvents = {
  readonly end: () => Promise<Positions>;
  /** The events that were stored since then, as acknowledged ones are compared. */
  readonly since: (start: Positions) => Promise<readonly string[]>;
  readonly close: () => void;
};

/** Reads the topic that the gateway writes. */
export function openStoredEvents({ kafka: broker, schemaRegistry }: Endpoints): StoredEvents {
  const kafka = createKafka({ brokers: [broker], clientId: 'fuzz', log: silentLog });
  const codecs = createCodecs({ url: schemaRegistry, log: silentLog });
  const topic = topics.eventsCollected;
  return {
    end: () => endOf(kafka, topic),
    async since(start) {
      const records = await readTopic(kafka, topic, { start, codec: await codecs.codecFor(topic) });
      return records.map(({ value }) => comparable(JSON.parse(value.original)));
    },
    close: () => codecs.close(),
  };
}
