import { topics } from '@millrace/contracts';
import { followTopic } from '@millrace/kafka';
import type { Logger } from '@millrace/telemetry';

import { createSourceTable, type SourceTable } from '../source-table.ts';
import type { EventLog } from './kafka-event-log.ts';

/** The workspace's sources and applications, as they are at the moment. */
export type FollowedSources = SourceTable & { readonly close: () => Promise<void> };

/**
 * Reads all of the workspace's resources, then keeps up with their changes. Resolves once everything written before is known;
 * calls `onChange` then, and after each change from then on.
 */
export async function followSources(
  { kafka, resourceCodec }: Pick<EventLog, 'kafka' | 'resourceCodec'>,
  log: Logger,
  onChange: (table: SourceTable) => void = () => undefined,
): Promise<FollowedSources> {
  const table = createSourceTable();
  let isCaughtUp = false;
  const followed = await followTopic({
    kafka,
    topic: topics.configResources,
    codec: resourceCodec,
    log,
    onRecord(key, record) {
      const problem = table.apply(key, record);
      if (problem !== undefined) {
        log.error('A resource cannot be used; it stays as it was.', {
          code: problem.code,
          ...problem.details,
        });
      }
      if (isCaughtUp) onChange(table);
    },
  });
  await followed.caughtUp;
  isCaughtUp = true;
  onChange(table);
  return { ...table, close: followed.close };
}
