import { topics } from '@millrace/contracts';
import { followTopic, type createKafka } from '@millrace/kafka';
import { createResourceTable, type ResourceTable } from '@millrace/resources';
import type { Codecs } from '@millrace/schema-registry';
import type { Logger } from '@millrace/telemetry';

type Deps = {
  readonly kafka: ReturnType<typeof createKafka>;
  readonly codecs: Codecs;
  readonly log: Logger;
};

/** Reads all of the workspace's resources, then keeps up with their changes. Resolves once everything written before is known. The topic must exist. */
export async function followResources({ kafka, codecs, log }: Deps): Promise<{
  readonly resources: ResourceTable;
  readonly close: () => Promise<void>;
}> {
  const resources = createResourceTable();
  const followed = await followTopic({
    kafka,
    topic: topics.configResources,
    codec: await codecs.codecFor(topics.configResources),
    log,
    onRecord(key, record) {
      const problem = resources.apply(key, record);
      if (problem !== undefined) {
        log.error('A resource cannot be used; it stays as it was.', {
          code: problem.code,
          ...problem.details,
        });
      }
    },
  });
  await followed.caughtUp;
  return { resources, close: followed.close };
}
