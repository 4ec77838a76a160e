/** Header values as Kafka's client gives and takes them. */
export type RawHeaders = Readonly<Record<string, Buffer | string | readonly (Buffer | string)[] | undefined>>;

/** A record as it lies in a partition. */
export type StoredRecord = {
  readonly offset: bigint;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: RawHeaders;
  /** Epoch milliseconds. */
  readonly timestamp: number;
};

/** Records of one partition in offset order. */
export type StoredBatch = {
  readonly records: readonly StoredRecord[];
  /** Where to read on: behind the last record and the control records that follow it. */
  readonly nextOffset: bigint;
  /** End of the partition when the batch was read. */
  readonly endOffset: bigint;
};

/** A record to write to a chosen partition. */
export type OutgoingRecord = {
  readonly topic: string;
  readonly partition: number;
  readonly key: string | Buffer | null;
  /** Null is a tombstone. */
  readonly value: Buffer | null;
  readonly headers: RawHeaders;
  /** Epoch milliseconds; default: when it is written. */
  readonly timestamp?: number;
};
