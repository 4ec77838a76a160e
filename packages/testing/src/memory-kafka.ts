import { FencedError } from '@millrace/errors';
import type {
  ChangelogReader,
  OutgoingRecord,
  PartitionTransactions,
  RawHeaders,
  StoredRecord,
  WrittenPartition,
} from '@millrace/kafka';

/** A record of a topic in memory. */
export type MemoryRecord = StoredRecord & { readonly partition: number };

/**
 * Kafka as far as the protocol needs it: partitions, transactions with fencing, and committed offsets. A commit takes an offset, as
 * its control record does in Kafka.
 */
export type MemoryKafka = {
  append(topic: string, partition: number, record: Omit<StoredRecord, 'offset'>): bigint;
  /** Committed records of a partition from an offset on. */
  read(topic: string, partition: number, from: bigint): readonly StoredRecord[];
  /** End of a partition. */
  end(topic: string, partition: number): bigint;
  /** Committed records of all partitions of a topic, partition by partition. */
  records(topic: string): readonly MemoryRecord[];
  transactions(id: {
    readonly group: string;
    readonly topic: string;
    readonly partition: number;
  }): PartitionTransactions;
  changelog(topic: string): ChangelogReader;
};

type Transaction = { outcome: 'open' | 'committed' | 'aborted' };
type Slot = { readonly record: StoredRecord | undefined; readonly transaction: Transaction | undefined };
type Owner = { epoch: number; open: Transaction | undefined };

/** An empty Kafka. */
export function createMemoryKafka(now: () => number): MemoryKafka {
  const logs = new Map<string, Slot[]>();
  const owners = new Map<string, Owner>();
  const offsets = new Map<string, bigint>();

  const log = (topic: string, partition: number): Slot[] => {
    const name = `${topic}/${partition}`;
    const slots = logs.get(name) ?? [];
    logs.set(name, slots);
    return slots;
  };
  const append = (slots: Slot[], record: Omit<StoredRecord, 'offset'>, transaction?: Transaction): bigint => {
    const offset = BigInt(slots.length);
    slots.push({ record: { ...record, offset }, transaction });
    return offset;
  };
  const read = (topic: string, partition: number, from: bigint): StoredRecord[] =>
    log(topic, partition)
      .slice(Number(from))
      .flatMap(({ record, transaction }) =>
        record !== undefined && (transaction === undefined || transaction.outcome === 'committed')
          ? [record]
          : [],
      );

  return {
    append: (topic, partition, record) => append(log(topic, partition), record),
    read,
    end: (topic, partition) => BigInt(log(topic, partition).length),
    records: topic =>
      [...logs.keys()]
        .filter(name => name.startsWith(`${topic}/`))
        .map(name => Number(name.slice(topic.length + 1)))
        .sort((a, b) => a - b)
        .flatMap(partition => read(topic, partition, 0n).map(record => ({ ...record, partition }))),

    transactions({ group, topic, partition }) {
      const id = `${group}-${topic}-${partition}`;
      let epoch = -1;
      const owner = (): Owner => {
        const known = owners.get(id) ?? { epoch: -1, open: undefined };
        owners.set(id, known);
        return known;
      };
      const requireOwned = (): Owner => {
        const known = owner();
        if (known.epoch !== epoch) throw new FencedError('partition-lost', `${id} has another owner`);
        return known;
      };
      return {
        async fence() {
          const known = owner();
          if (known.open !== undefined) known.open.outcome = 'aborted';
          known.open = undefined;
          epoch = known.epoch += 1;
        },
        committedOffset: async () => offsets.get(id),
        async begin() {
          const transaction: Transaction = { outcome: 'open' };
          requireOwned().open = transaction;
          const touched = new Set<Slot[]>();
          let nextOffset: bigint | undefined;
          return {
            async sendOffset(offset) {
              requireOwned();
              nextOffset = offset;
            },
            async send(records) {
              requireOwned();
              const written = new Map<string, WrittenPartition>();
              for (const record of records) {
                const slots = log(record.topic, record.partition);
                const lastOffset = append(slots, storedRecord(record, now()), transaction);
                touched.add(slots);
                written.set(`${record.topic}/${record.partition}`, { ...record, lastOffset });
              }
              return [...written.values()];
            },
            async commit() {
              requireOwned().open = undefined;
              transaction.outcome = 'committed';
              for (const slots of touched) slots.push({ record: undefined, transaction });
              if (nextOffset !== undefined) offsets.set(id, nextOffset);
            },
          };
        },
        async close() {},
      };
    },

    changelog: topic => ({
      async read({ partition, from, through, onRecords }) {
        const stretch = read(topic, partition, from).filter(({ offset }) => offset <= through);
        // Two chunks, so that a stop between them is seen too.
        const middle = Math.ceil(stretch.length / 2);
        for (const chunk of [stretch.slice(0, middle), stretch.slice(middle)]) {
          if (chunk.length > 0) await onRecords(chunk);
        }
      },
    }),
  };
}

function storedRecord(record: OutgoingRecord, now: number): Omit<StoredRecord, 'offset'> {
  const { key, value, headers, timestamp = now } = record;
  return {
    key: typeof key === 'string' ? Buffer.from(key) : key,
    value,
    headers: asBytes(headers),
    timestamp,
  };
}

/** Headers come back from Kafka as bytes. */
function asBytes(headers: RawHeaders): RawHeaders {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      typeof value === 'string' ? Buffer.from(value) : value,
    ]),
  );
}
