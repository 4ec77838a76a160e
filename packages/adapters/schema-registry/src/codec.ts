import { decodeWire, encodeWire, wireSchemaId, type Topic } from '@millrace/contracts';
import { BugError, InvalidRecordError, MillraceError } from '@millrace/errors';

/** Turns values of one topic into bytes and back. Synchronous: whatever it needs from the registry is fetched by `prepare`. */
export type Codec<T> = {
  /** Throws BugError for a value that does not fit the schema. */
  readonly encode: (value: T) => Buffer;
  /** Throws InvalidRecordError for bytes that are no value of the topic, or whose schema nobody prepared or knows. */
  readonly decode: (bytes: Buffer) => T;
  /** Fetches the schemas that `decode` needs for these bytes and has not met; undefined where there are none. */
  readonly prepare: (bytes: readonly Buffer[]) => Promise<void> | undefined;
};

/** Fetches a writer's schema; undefined where the registry has none of this id. */
export type FetchSchema = (id: number) => Promise<unknown>;

/** Reads values of one foreign schema, or the reason why they cannot be read. */
type Reader = { readonly resolver: unknown } | { readonly refusal: InvalidRecordError };

/** A codec that writes with the schema of `schemaId`, and reads what was written with that or any other schema. */
export function createCodec<T>(topic: Topic<T>, schemaId: number, fetchSchema: FetchSchema): Codec<T> {
  const readers = new Map<number, Reader>();

  const learn = async (id: number): Promise<void> => {
    const writer = await fetchSchema(id);
    if (writer !== undefined) readers.set(id, readerFor(topic, id, writer));
  };

  return {
    encode(value): Buffer {
      try {
        return encodeWire(topic.type, schemaId, value);
      } catch (thrown) {
        throw new BugError('encoding-failed', `encoding a record of ${topic.name} failed: ${words(thrown)}`, {
          cause: thrown,
        });
      }
    },

    decode(bytes): T {
      const id = wireSchemaId(bytes);
      if (id === undefined) throw undecodable(topic, 'the bytes are not in the wire format');
      return id === schemaId
        ? decodeBody(topic, bytes)
        : decodeBody(topic, bytes, resolverOf(topic, id, readers.get(id)));
    },

    prepare(bytes): Promise<void> | undefined {
      const foreign = foreignIds(bytes, schemaId, readers);
      return foreign.size === 0 ? undefined : Promise.all(Array.from(foreign, learn)).then(() => undefined);
    },
  };
}

function foreignIds(
  bytes: readonly Buffer[],
  schemaId: number,
  readers: ReadonlyMap<number, Reader>,
): ReadonlySet<number> {
  const foreign = new Set<number>();
  for (const value of bytes) {
    const id = wireSchemaId(value);
    if (id !== undefined && id !== schemaId && !readers.has(id)) foreign.add(id);
  }
  return foreign;
}

function readerFor<T>(topic: Topic<T>, id: number, writer: unknown): Reader {
  try {
    return { resolver: topic.type.createResolver(writer) };
  } catch (thrown) {
    return { refusal: undecodable(topic, `schema ${id} cannot be read as ours: ${words(thrown)}`, thrown) };
  }
}

function resolverOf<T>(topic: Topic<T>, id: number, reader: Reader | undefined): unknown {
  if (reader === undefined) {
    throw new InvalidRecordError(
      'schema-unknown',
      `decoding a record of ${topic.name} failed: unknown schema id ${id}`,
      { details: { topic: topic.name, schemaId: id } },
    );
  }
  if ('refusal' in reader) throw reader.refusal;
  return reader.resolver;
}

function decodeBody<T>(topic: Topic<T>, bytes: Buffer, resolver?: unknown): T {
  try {
    const value = decodeWire(topic.type, bytes, resolver);
    if (value === undefined) throw undecodable(topic, 'bytes are missing at its end');
    return value;
  } catch (thrown) {
    if (thrown instanceof MillraceError) throw thrown;
    throw undecodable(topic, words(thrown), thrown);
  }
}

function undecodable(topic: { readonly name: string }, why: string, cause?: unknown): InvalidRecordError {
  return new InvalidRecordError('decoding-failed', `decoding a record of ${topic.name} failed: ${why}`, {
    cause,
    details: { topic: topic.name },
  });
}

function words(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
