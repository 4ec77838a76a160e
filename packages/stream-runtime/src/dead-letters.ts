import { deadLetterHeaders, wireSchemaId } from '@millrace/contracts';
import { partitionFor, type OutgoingRecord, type RawHeaders } from '@millrace/kafka';

import type { Fault } from './batch-item.ts';

/** A record that goes to dead letters, and why. */
export type LostRecord = {
  readonly key: Buffer | string | null;
  readonly value: Buffer | null;
  readonly headers: RawHeaders;
  readonly partition: number;
  readonly offset: string | undefined;
  readonly fault: Fault;
  /** Times its batch was tried. */
  readonly attempts: number;
};

const MAX_MESSAGE_CHARACTERS = 500;

/** The dead letter of a record: its bytes and headers as they were, and what is needed to understand and replay it. */
export function deadLetter(
  lost: LostRecord,
  program: {
    readonly topology: {
      readonly service: string;
      readonly input: { readonly name: string };
      readonly deadLetters: { readonly name: string };
    };
    readonly version: string;
    readonly partitionsOf: (topic: string) => number;
  },
): OutgoingRecord {
  const { service, input, deadLetters } = program.topology;
  const schemaId = lost.value === null ? undefined : wireSchemaId(lost.value);
  return {
    topic: deadLetters.name,
    partition: partitionFor(lost.key ?? '', program.partitionsOf(deadLetters.name)),
    key: lost.key,
    value: lost.value,
    headers: {
      ...lost.headers,
      [deadLetterHeaders.code]: lost.fault.code,
      [deadLetterHeaders.message]: lost.fault.message.slice(0, MAX_MESSAGE_CHARACTERS),
      [deadLetterHeaders.service]: service,
      [deadLetterHeaders.version]: program.version,
      [deadLetterHeaders.topic]: input.name,
      [deadLetterHeaders.partition]: `${lost.partition}`,
      [deadLetterHeaders.attempts]: `${lost.attempts}`,
      ...(lost.offset === undefined ? {} : { [deadLetterHeaders.offset]: lost.offset }),
      ...(schemaId === undefined ? {} : { [deadLetterHeaders.schemaId]: `${schemaId}` }),
    },
  };
}
