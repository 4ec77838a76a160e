import { decodeWire, encodeWire, wireSchemaId, type Topic } from '@millrace/contracts';
import { BugError, InvalidRecordError } from '@millrace/errors';
import type { Codec } from '@millrace/schema-registry';

/** The schema id of everything a local codec writes. */
export const LOCAL_SCHEMA_ID = 1;

/** A codec with the topic's own schema and no registry behind it. */
export function localCodec<T>(topic: Topic<T>): Codec<T> {
  return {
    encode(value) {
      try {
        return encodeWire(topic.type, LOCAL_SCHEMA_ID, value);
      } catch (cause) {
        throw new BugError('encoding-failed', `encoding a record of ${topic.name} failed: ${String(cause)}`, {
          cause,
        });
      }
    },
    decode(bytes) {
      const value = wireSchemaId(bytes) === LOCAL_SCHEMA_ID ? decodedOrUndefined(topic, bytes) : undefined;
      if (value === undefined) {
        throw new InvalidRecordError('decoding-failed', `decoding a record of ${topic.name} failed`);
      }
      return value;
    },
    prepare: () => undefined,
  };
}

function decodedOrUndefined<T>(topic: Topic<T>, bytes: Buffer): T | undefined {
  try {
    return decodeWire(topic.type, bytes);
  } catch {
    return undefined;
  }
}
