import type { Batch, KafkaMessage } from 'kafkajs';

import type { StoredBatch, StoredRecord } from './stored-record.ts';

/** A record as kafkajs read it, in our words. */
export function toStoredRecord({ offset, key, value, headers = {}, timestamp }: KafkaMessage): StoredRecord {
  return { offset: BigInt(offset), key, value, headers, timestamp: Number(timestamp) };
}

/** A batch as kafkajs read it, in our words. */
export function toStoredBatch(batch: Batch): StoredBatch {
  return {
    records: batch.messages.map(toStoredRecord),
    // Behind the control records too, which are read but not given out.
    nextOffset: BigInt(batch.lastOffset()) + 1n,
    endOffset: BigInt(batch.highWatermark),
  };
}
