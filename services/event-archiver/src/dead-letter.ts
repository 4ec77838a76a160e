import { deadLetterHeaders, wireSchemaId } from '@millrace/contracts';
import type { MillraceError } from '@millrace/errors';

import type { SourceRecord } from './blocks/block.ts';
import { textHeaders } from './text-headers.ts';

/** A dead letter as a record to write. */
export type DeadLetter = {
  readonly topic: string;
  readonly key: string;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
};

const MAX_MESSAGE_CHARACTERS = 500;

/**
 * The dead letter of a record: its key, bytes and headers as they were, and why. A crash can write it twice; topic,
 * partition and offset in its headers say that it is the same one.
 */
export function deadLetter(
  record: SourceRecord,
  reason: MillraceError,
  origin: {
    readonly deadLetters: string;
    readonly service: string;
    readonly version: string;
    readonly topic: string;
    readonly partition: number;
  },
): DeadLetter {
  const schemaId = record.value === null ? undefined : wireSchemaId(record.value);
  return {
    topic: origin.deadLetters,
    key: record.key?.toString() ?? '',
    value: record.value,
    headers: {
      ...textHeaders(record.headers),
      [deadLetterHeaders.code]: reason.code,
      [deadLetterHeaders.message]: reason.message.slice(0, MAX_MESSAGE_CHARACTERS),
      [deadLetterHeaders.service]: origin.service,
      [deadLetterHeaders.version]: origin.version,
      [deadLetterHeaders.topic]: origin.topic,
      [deadLetterHeaders.partition]: `${origin.partition}`,
      [deadLetterHeaders.offset]: `${record.offset}`,
      [deadLetterHeaders.attempts]: '1',
      ...(schemaId !== undefined && { [deadLetterHeaders.schemaId]: `${schemaId}` }),
    },
  };
}
