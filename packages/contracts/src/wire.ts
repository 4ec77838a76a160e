import type { ValueType } from './topic.ts';

/** Confluent wire format: a zero byte, the schema id in four bytes, then the Avro body. */
export const WIRE_HEADER_BYTES = 5;

let scratch = Buffer.allocUnsafe(64 * 1024);

/** Encodes a value with its schema id in front, in a buffer of its own. Throws avsc's error where the value does not fit the schema. */
export function encodeWire<T>(type: ValueType<T>, schemaId: number, value: T): Buffer {
  let end = type.encode(value, scratch, WIRE_HEADER_BYTES);
  if (end < 0) {
    scratch = Buffer.allocUnsafe(2 ** Math.ceil(Math.log2(scratch.length - end + WIRE_HEADER_BYTES)));
    end = type.encode(value, scratch, WIRE_HEADER_BYTES);
  }
  const bytes = Buffer.allocUnsafe(end);
  scratch.copy(bytes, 0, 0, end);
  bytes.writeUInt8(0, 0);
  bytes.writeInt32BE(schemaId, 1);
  return bytes;
}

/** The schema id of encoded bytes; undefined where they are not in the wire format. */
export function wireSchemaId(bytes: Buffer): number | undefined {
  return bytes.length > WIRE_HEADER_BYTES - 1 && bytes[0] === 0 ? bytes.readInt32BE(1) : undefined;
}

/** Decodes the body behind the header; `resolver` where the writer's schema is not ours. Undefined where bytes are missing. Throws where they make no value. */
export function decodeWire<T>(type: ValueType<T>, bytes: Buffer, resolver?: unknown): T | undefined {
  const { value, offset } = type.decode(bytes, WIRE_HEADER_BYTES, resolver);
  return offset < 0 ? undefined : value;
}
