import type { StoredBatch, StoredRecord } from '@millrace/kafka';

/** Records fetched and not yet processed, as the batches they came in. */
export type BatchQueue = {
  push(batch: StoredBatch): void;
  /** The oldest records and the offset behind them; undefined when there are none. */
  head(): { readonly records: readonly StoredRecord[]; readonly nextOffset: bigint } | undefined;
  /** Drops records of the head that were processed. */
  drop(count: number): void;
  clear(): void;
  /** Number of batches. */
  length(): number;
};

/** An empty queue. */
export function createBatchQueue(): BatchQueue {
  let batches: { readonly records: readonly StoredRecord[]; readonly nextOffset: bigint }[] = [];

  return {
    push: ({ records, nextOffset }) => void batches.push({ records, nextOffset }),
    head: () => batches[0],
    drop(count) {
      const [head] = batches;
      if (head === undefined) return;
      if (count >= head.records.length) batches.shift();
      else batches[0] = { ...head, records: head.records.slice(count) };
    },
    clear() {
      batches = [];
    },
    length: () => batches.length,
  };
}
