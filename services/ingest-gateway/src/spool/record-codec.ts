import type { ProducerRecord } from '@millrace/kafka';

/**
 * Records as bytes, little endian:
 *
 *     written f64 | count u32 | count x ( topic | key | value | timestamp f64 | headers u16 | headers x ( name | value ) )
 *
 * Texts and values are u32 length and bytes; a length of all ones is a value of null.
 */
const LENGTH_BYTES = 4;
const PREFIX_BYTES = 8 + 4;
const NULL_LENGTH = 0xffff_ffff;

/** Records that were kept together, and when (epoch milliseconds). */
export type KeptRecords = { readonly keptAt: number; readonly records: readonly ProducerRecord[] };

/** Bytes that `encodeRecords` writes around these records and for one of them. */
export const recordsPrefixBytes = PREFIX_BYTES;

/** Exact size of one encoded record. */
export function recordBytes({ topic, key, value, headers }: ProducerRecord): number {
  let bytes =
    LENGTH_BYTES * 3 + Buffer.byteLength(topic) + Buffer.byteLength(key) + (value?.length ?? 0) + 8 + 2;
  for (const name in headers) {
    bytes += LENGTH_BYTES * 2 + Buffer.byteLength(name) + Buffer.byteLength(headers[name] ?? '');
  }
  return bytes;
}

/** Writes records at `start` of a buffer with room for them; gives where they end. A record without a timestamp gets `keptAt`. */
export function encodeRecords({ keptAt, records }: KeptRecords, into: Buffer, start: number): number {
  const writer = new Writer(into, start);
  writer.double(keptAt);
  writer.uint32(records.length);
  for (const { topic, key, value, timestamp, headers = {} } of records) {
    writer.text(topic);
    writer.text(key);
    writer.bytes(value);
    writer.double(timestamp ?? keptAt);
    const entries = Object.entries(headers);
    writer.uint16(entries.length);
    for (const [name, header] of entries) {
      writer.text(name);
      writer.text(header);
    }
  }
  return writer.at;
}

/** Reads what `encodeRecords` wrote. The values share the memory of `bytes`. */
export function decodeRecords(bytes: Buffer): KeptRecords {
  const reader = new Reader(bytes);
  const keptAt = reader.double();
  const count = reader.uint32();
  const records = Array.from({ length: count }, (): ProducerRecord => {
    const base = {
      topic: reader.text(),
      key: reader.text(),
      value: reader.bytes(),
      timestamp: reader.double(),
    };
    const headers = Array.from({ length: reader.uint16() }, () => [reader.text(), reader.text()] as const);
    return headers.length === 0 ? base : { ...base, headers: Object.fromEntries(headers) };
  });
  return { keptAt, records };
}

class Writer {
  readonly #into: Buffer;
  at: number;

  constructor(into: Buffer, start: number) {
    this.#into = into;
    this.at = start;
  }

  double(value: number): void {
    this.at = this.#into.writeDoubleLE(value, this.at);
  }

  uint16(value: number): void {
    this.at = this.#into.writeUInt16LE(value, this.at);
  }

  uint32(value: number): void {
    this.at = this.#into.writeUInt32LE(value, this.at);
  }

  text(value: string): void {
    const written = this.#into.write(value, this.at + LENGTH_BYTES);
    this.uint32(written);
    this.at += written;
  }

  bytes(value: Buffer | null): void {
    this.uint32(value?.length ?? NULL_LENGTH);
    if (value !== null) this.at += value.copy(this.#into, this.at);
  }
}

class Reader {
  readonly #from: Buffer;
  #at = 0;

  constructor(from: Buffer) {
    this.#from = from;
  }

  double(): number {
    this.#at += 8;
    return this.#from.readDoubleLE(this.#at - 8);
  }

  uint16(): number {
    this.#at += 2;
    return this.#from.readUInt16LE(this.#at - 2);
  }

  uint32(): number {
    this.#at += 4;
    return this.#from.readUInt32LE(this.#at - 4);
  }

  text(): string {
    return this.#take(this.uint32()).toString();
  }

  bytes(): Buffer | null {
    const length = this.uint32();
    return length === NULL_LENGTH ? null : this.#take(length);
  }

  #take(length: number): Buffer {
    this.#at += length;
    return this.#from.subarray(this.#at - length, this.#at);
  }
}
