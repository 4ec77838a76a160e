import { topics } from '@millrace/contracts';
import { followTopic } from '@millrace/kafka';
import { createResourceTable } from '@millrace/resources';
import type { Logger } from '@millrace/telemetry';

import { createFindSource, type FindSource } from '../sources.ts';
import type { EventLog } from './kafka-event-log.ts';

/** Reads all of the workspace's resources, then keeps up with their changes. Resolves once every source written before is known. */
export async function followSources(
  { kafka, resourceCodec }: Pick<EventLog, 'kafka' | 'resourceCodec'>,
  log: Logger,
): Promise<{ readonly find: FindSource; readonly close: () => Promise<void> }> {
  const resources = createResourceTable();
  const followed = await followTopic({
    kafka,
    topic: topics.configResources,
    codec: resourceCodec,
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
  return { find: createFindSource(resources), close: followed.close };
}
