import type { StoredRecord } from '@millrace/kafka';
import { BugError, InvalidRecordError, MillraceError } from '@millrace/errors';
import type { Codec } from '@millrace/schema-registry';

import { deadVerdict, pendingItem, settledItem, type BatchItem, type Verdict } from './batch-item.ts';
import type { Program } from './program.ts';
import { readHeaders } from './read-headers.ts';
import { verdictOf } from './step-errors.ts';

/** Records as inputs: those that are not for the program are skipped undecoded, those that cannot be decoded are dead. */
export async function decodeRecords<V, S, T, Q, A>(
  program: Program<V, S, T, Q, A>,
  records: readonly StoredRecord[],
  { partition, tables }: { readonly partition: number; readonly tables: T },
): Promise<BatchItem<V>[]> {
  const codec = program.codecs.input;
  const wanted = records.map(record => {
    const headers = readHeaders(record.headers);
    return { record, headers, refusal: refusalOf(program.topology.accepts, headers, tables) };
  });
  const values = wanted.flatMap(({ record: { value }, refusal }) =>
    refusal === undefined && value !== null ? [value] : [],
  );
  await codec.prepare(values);
  return wanted.map(({ record, headers, refusal }) =>
    refusal === undefined
      ? decodeRecord(codec, record, { headers, partition })
      : settledItem(record, refusal),
  );
}

/** Why a record takes no step, by its headers alone. */
function refusalOf<T>(
  accepts: ((headers: Readonly<Record<string, string>>, tables: T) => boolean) | undefined,
  headers: Readonly<Record<string, string>>,
  tables: T,
): Verdict | undefined {
  try {
    return accepts === undefined || accepts(headers, tables) ? undefined : { kind: 'skipped' };
  } catch (thrown) {
    return verdictOf(thrown);
  }
}

function decodeRecord<V>(
  codec: Codec<V>,
  record: StoredRecord,
  { headers, partition }: { readonly headers: Readonly<Record<string, string>>; readonly partition: number },
): BatchItem<V> {
  if (record.value === null) {
    const error = new InvalidRecordError('decoding-failed', 'decoding record failed: it has no value');
    return settledItem(record, deadVerdict(error, false));
  }
  try {
    const input = {
      kind: 'record',
      key: record.key?.toString('utf8') ?? '',
      value: codec.decode(record.value),
      bytes: record.value,
      headers,
      partition,
      offset: record.offset.toString(),
      timestamp: record.timestamp,
    } as const;
    return pendingItem(input, record);
  } catch (thrown) {
    return settledItem(record, deadVerdict(decodingError(thrown), false));
  }
}

/** Whatever a codec throws, the bytes are what it could not take. */
function decodingError(thrown: unknown): MillraceError {
  if (thrown instanceof MillraceError) return thrown;
  return new BugError('decoding-failed', thrown instanceof Error ? thrown.message : String(thrown));
}
