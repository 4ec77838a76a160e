import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { topics, type ConfigResource } from '@millrace/contracts';
import { FencedError, TransientError } from '@millrace/errors';
import type { OutgoingRecord, PartitionTransactions } from '@millrace/kafka';
import type { ResourceTable } from '@millrace/resources';
import type { Logger } from '@millrace/telemetry';

import type { ConfigRecord } from '../changes.ts';
import type { ConfigLog } from '../config-log.ts';

/** The config log over Kafka: a transactional id makes the writer the only one, a follower of the topic fills the table. */
export type KafkaConfigLog = ConfigLog & {
  /** Takes over a record of the topic; the follower calls it for each. */
  readonly onRecord: (key: string, value: ConfigResource | undefined) => void;
};

const PARTITION = 0;
const MAX_ATTEMPTS = 8;
const BACKOFF_MS = 40;

/**
 * A config log. Every transaction ends with a mark: a tombstone under a key of its own, which compaction takes away. A mark that is read
 * back says that all before it is in the table; a mark that is missing once a later one is there says that its transaction never was.
 */
export function createKafkaConfigLog(deps: {
  readonly transactions: Pick<PartitionTransactions, 'fence' | 'begin'>;
  readonly encode: (resource: ConfigResource) => Buffer;
  readonly table: ResourceTable;
  readonly workspace: string;
  readonly log: Logger;
  readonly readBackTimeoutMs: number;
}): KafkaConfigLog {
  const { transactions, encode, table, workspace, log, readBackTimeoutMs } = deps;
  const marks = new Map<string, Mark>();
  let isHeld = false;
  /** Writes in a row that another writer has come between. */
  let losses = 0;

  const acquire = async (): Promise<void> => {
    for (let attempt = 1; ; attempt += 1) {
      // Writers that fence each other in step would never end; chance lets one of them through.
      await sleep(Math.random() * BACKOFF_MS * losses);
      try {
        await transactions.fence();
        await withMark(mark => commit([], mark));
        isHeld = true;
        return;
      } catch (error) {
        if (!(error instanceof FencedError)) throw error;
        losses += 1;
        if (attempt === MAX_ATTEMPTS) throw contended(error);
      }
    }
  };

  return {
    get isHeld() {
      return isHeld;
    },
    acquire,
    async append(records) {
      await withMark(async mark => {
        isHeld = false;
        try {
          await commit(records, mark);
          isHeld = true;
        } catch (error) {
          if (!(error instanceof FencedError) && !(error instanceof TransientError)) throw error;
          // Whether the commit was made is not certain, even when fenced: a reply may be lost and its repetition refused.
          losses += 1;
          await acquire();
          if (!mark.isSeen)
            throw new FencedError('partition-lost', 'writing resources failed: another writer came first', {
              cause: error,
            });
        }
        losses = 0;
      });
    },
    onRecord(key, value) {
      const problem = table.apply(key, value);
      if (problem !== undefined) {
        log.error('Resource cannot be used; its last good form stays.', { key, error: problem });
      }
      marks.get(key)?.see();
    },
  };

  async function withMark(use: (mark: Mark) => Promise<void>): Promise<void> {
    const mark = createMark(`${workspace}/writer/${randomUUID()}`);
    marks.set(mark.key, mark);
    try {
      await use(mark);
    } finally {
      marks.delete(mark.key);
    }
  }

  async function commit(records: readonly ConfigRecord[], mark: Mark): Promise<void> {
    const transaction = await transactions.begin();
    await transaction.send([...records, { key: mark.key, value: undefined }].map(toOutgoing));
    await transaction.commit();
    if (!(await mark.seenWithin(readBackTimeoutMs))) {
      const message = `reading back a change failed: not seen within ${readBackTimeoutMs} ms`;
      throw new TransientError('broker-unavailable', message);
    }
  }

  function toOutgoing({ key, value }: ConfigRecord): OutgoingRecord {
    return {
      topic: topics.configResources.name,
      partition: PARTITION,
      key,
      value: value === undefined ? null : encode(value),
      headers: {},
    };
  }
}

type Mark = {
  readonly key: string;
  readonly isSeen: boolean;
  see(): void;
  seenWithin(timeoutMs: number): Promise<boolean>;
};

function createMark(key: string): Mark {
  const { promise, resolve } = Promise.withResolvers<true>();
  let isSeen = false;
  return {
    key,
    get isSeen() {
      return isSeen;
    },
    see() {
      isSeen = true;
      resolve(true);
    },
    async seenWithin(timeoutMs) {
      const given = new AbortController();
      const late = sleep(timeoutMs, false, { signal: given.signal }).catch(() => false);
      const result = await Promise.race([promise, late]);
      given.abort();
      return result;
    },
  };
}

function contended(cause: FencedError): TransientError {
  return new TransientError(
    'partition-lost',
    'writing resources failed: other control APIs keep taking over; try again',
    { cause },
  );
}
