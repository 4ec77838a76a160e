import type { PendingRecord } from './pending.ts';

/** Bound of one record batch before compression: kafkajs puts all records of a send into one, and the broker takes a megabyte by default. */
const MAX_BATCH_BYTES = 900_000;

/** Records larger than this fit into no batch. */
export const MAX_RECORD_BYTES = MAX_BATCH_BYTES;

/** Records of one partition that wait, in order. */
export class PartitionQueue {
  readonly topic: string;
  readonly partition: number;
  #records: PendingRecord[] = [];
  #head = 0;

  constructor(topic: string, partition: number) {
    this.topic = topic;
    this.partition = partition;
  }

  get isEmpty(): boolean {
    return this.#head === this.#records.length;
  }

  push(record: PendingRecord): void {
    this.#records.push(record);
  }

  /** The next batch: `live` as many as fit, oldest first, and `expired` what nobody waits for any more. */
  take(): { readonly live: readonly PendingRecord[]; readonly expired: readonly PendingRecord[] } {
    const live: PendingRecord[] = [];
    const expired: PendingRecord[] = [];
    let bytes = 0;
    for (let next = this.#records[this.#head]; next !== undefined; next = this.#records[this.#head]) {
      if (next.request.isSettled) {
        expired.push(next);
      } else if (bytes + next.bytes > MAX_BATCH_BYTES) {
        break;
      } else {
        live.push(next);
        bytes += next.bytes;
      }
      this.#head += 1;
    }
    this.#dropTaken();
    return { live, expired };
  }

  #dropTaken(): void {
    if (this.isEmpty) this.#records = [];
    else this.#records.splice(0, this.#head);
    this.#head = 0;
  }
}
