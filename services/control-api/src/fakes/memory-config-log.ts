import { setTimeout as sleep } from 'node:timers/promises';

import { FencedError } from '@millrace/errors';
import { createResourceTable, type ResourceTable } from '@millrace/resources';

import type { ConfigRecord } from '../changes.ts';
import type { ConfigLog } from '../config-log.ts';

/** The topic, for as many control APIs as a test wants: all see its records, the last that acquired may write. */
export type MemoryTopic = {
  readonly records: readonly ConfigRecord[];
  /** A process that uses the topic. */
  join(): { readonly configLog: ConfigLog; readonly table: ResourceTable };
};

/** A topic in memory that fences as Kafka does. */
export function createMemoryTopic(): MemoryTopic {
  const records: ConfigRecord[] = [];
  let epoch = 0;

  return {
    records,
    join() {
      const table = createResourceTable();
      let ownEpoch = -1;
      let position = 0;
      let losses = 0;
      const catchUp = (): void => {
        for (; position < records.length; position += 1) {
          const record = records[position];
          if (record !== undefined) table.apply(record.key, record.value);
        }
      };
      catchUp();
      const configLog: ConfigLog = {
        get isHeld() {
          return ownEpoch >= 0;
        },
        async acquire() {
          await sleep(Math.random() * 4 * losses);
          ownEpoch = epoch += 1;
          await sleep(1);
          catchUp();
        },
        async append(added) {
          await sleep(1);
          if (ownEpoch !== epoch) {
            ownEpoch = -1;
            losses += 1;
            throw new FencedError('partition-lost', 'another control API took over');
          }
          losses = 0;
          records.push(...added);
          catchUp();
        },
      };
      return { configLog, table };
    },
  };
}
