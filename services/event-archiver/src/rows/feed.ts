import type { Topic, TopicDeclaration } from '@millrace/contracts';

import type { ArchiveRow, Position } from './archive-table.ts';

/** Decodes values of one topic. */
type Codec<T> = {
  decode(bytes: Buffer): T;
  prepare(bytes: readonly Buffer[]): Promise<void> | undefined;
};

/** Finds the codec of a topic. */
export type CodecSource = { codecFor<T>(topic: Topic<T>): Promise<Codec<T>> };

/** Makes rows of one topic's records. */
export type RowReader = {
  /** Fetches what reading these values needs; undefined where it is at hand. */
  prepare(values: readonly Buffer[]): Promise<void> | undefined;
  /** The row of a record. Throws InvalidRecordError for bytes that make none. */
  read(value: Buffer, position: Position): ArchiveRow;
};

/** A topic that is archived. */
export type Feed = {
  readonly topic: TopicDeclaration;
  open(codecs: CodecSource): Promise<RowReader>;
};

/** Declares how a topic is archived. `rowOf` throws InvalidRecordError for a value that has no row. */
export function feed<T>(topic: Topic<T>, rowOf: (value: T, position: Position) => ArchiveRow): Feed {
  return {
    topic,
    open: async codecs => {
      const codec = await codecs.codecFor(topic);
      return {
        prepare: values => codec.prepare(values),
        read: (value, position) => rowOf(codec.decode(value), position),
      };
    },
  };
}
