import { topics } from '@millrace/contracts';
import type { SourceId } from '@millrace/domain';
import { ensureTopics, followTopic, type createKafka } from '@millrace/kafka';
import { createResourceTable } from '@millrace/resources';
import type { Codecs } from '@millrace/schema-registry';
import type { Logger } from '@millrace/telemetry';

import type { Tables } from '../admission.ts';
import type { Facts } from '../telemetry.ts';

type Deps = {
  readonly kafka: ReturnType<typeof createKafka>;
  readonly codecs: Codecs;
  readonly facts: Facts;
  readonly log: Logger;
  readonly signal: AbortSignal;
};

/** The sources of the configuration, as they are at the moment. */
export type FollowedSources = {
  /** The sources, with the time at which they were asked for. */
  tables(): Tables;
  close(): Promise<void>;
};

/** Reads the configuration to its end, then keeps up with it. Resolves once every source written before is known. */
export async function followSources({ kafka, codecs, facts, log, signal }: Deps): Promise<FollowedSources> {
  const topic = topics.configResources;
  await ensureTopics({ kafka, topics: [topic], log, signal });
  const resources = createResourceTable();
  const followed = await followTopic({
    kafka,
    topic,
    codec: await codecs.codecFor(topic),
    log,
    onRecord(key, record) {
      const problem = resources.apply(key, record);
      if (problem !== undefined) facts.resourceUnusable(problem);
    },
  });
  await followed.caughtUp;
  facts.configurationRead();
  return {
    // The id of an event's source is whatever its record says; the table knows the real ones.
    tables: () => ({ readAt: Date.now(), sourceById: id => resources.sourceById(id as SourceId) }),
    close: () => followed.close(),
  };
}
