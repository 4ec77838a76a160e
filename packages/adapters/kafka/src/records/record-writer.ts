import type { IHeaders, Message } from 'kafkajs';

/** What of kafkajs' message goes into a record. */
export type RecordParts = Pick<Message, 'key' | 'value' | 'headers' | 'timestamp'>;

type Blob = Buffer | string | null | undefined;

/** Longest varint of 32 bits. */
const VARINT_BYTES = 5;
/** Lengths of up to this many bytes take a varint of one byte. */
const SHORT = 63;

/**
 * Writes records in Kafka's format (magic 2) into one buffer that grows and is used again:
 *
 *   length  attributes  timestampDelta  offsetDelta  key  value  headers
 *   varint  0           varint          varint       varint length + bytes, each; headers: varint count
 */
export class RecordWriter {
  #bytes = Buffer.allocUnsafe(256 * 1024);
  #end = 0;

  /** The records of one batch, in order; valid until the next call. */
  write(records: readonly RecordParts[], timestamps: readonly number[], firstTimestamp: number): Buffer {
    this.#end = 0;
    for (const [index, record] of records.entries()) {
      this.#record(record, (timestamps[index] ?? firstTimestamp) - firstTimestamp, index);
    }
    return this.#bytes.subarray(0, this.#end);
  }

  /** The length stands before the body but is known after it: the body is written where it will likely belong, and moved if not. */
  #record({ key, value, headers }: RecordParts, timestampDelta: number, offsetDelta: number): void {
    const bound = blobBound(key) + blobBound(value) + headersBound(headers) + 4 * VARINT_BYTES;
    this.#reserve(bound);
    const start = this.#end;
    const guess = varintSize(blobBound(value));
    this.#end = start + guess;
    this.#bytes[this.#end++] = 0;
    this.#varint(timestampDelta);
    this.#varint(offsetDelta);
    this.#blob(key);
    this.#blob(value);
    this.#headers(headers);

    const bodyEnd = this.#end;
    const length = bodyEnd - start - guess;
    const shift = varintSize(length) - guess;
    if (shift !== 0) this.#bytes.copyWithin(start + guess + shift, start + guess, bodyEnd);
    this.#end = start;
    this.#varint(length);
    this.#end = bodyEnd + shift;
  }

  #headers(headers: IHeaders | undefined): void {
    this.#varint(headers === undefined ? 0 : countHeaders(headers));
    for (const name in headers) {
      const value = headers[name];
      for (const one of Array.isArray(value) ? value : [value]) {
        this.#blob(name);
        this.#blob(one);
      }
    }
  }

  #blob(value: Blob): void {
    if (value === null || value === undefined) {
      this.#varint(-1);
    } else if (typeof value === 'string') {
      if (value.length > SHORT || !this.#shortAscii(value)) this.#text(value);
    } else {
      this.#varint(value.length);
      this.#bytes.set(value, this.#end);
      this.#end += value.length;
    }
  }

  /** Names, ids and keys: a loop beats two calls into the runtime. Says false, and has written nothing, for anything but ASCII. */
  #shortAscii(text: string): boolean {
    const bytes = this.#bytes;
    let at = this.#end;
    bytes[at++] = text.length << 1;
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      if (code > 0x7f) return false;
      bytes[at++] = code;
    }
    this.#end = at;
    return true;
  }

  #text(text: string): void {
    this.#varint(Buffer.byteLength(text));
    this.#end += this.#bytes.write(text, this.#end);
  }

  /** Zigzag, then seven bits a byte, lowest first. */
  #varint(value: number): void {
    let rest = ((value << 1) ^ (value >> 31)) >>> 0;
    while (rest > 0x7f) {
      this.#bytes[this.#end++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.#bytes[this.#end++] = rest;
  }

  #reserve(size: number): void {
    if (this.#end + size <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafe(2 ** Math.ceil(Math.log2(this.#end + size)));
    this.#bytes.copy(grown, 0, 0, this.#end);
    this.#bytes = grown;
  }
}

function countHeaders(headers: IHeaders): number {
  let count = 0;
  for (const name in headers) {
    const value = headers[name];
    count += Array.isArray(value) ? value.length : 1;
  }
  return count;
}

function headersBound(headers: IHeaders | undefined): number {
  let bound = VARINT_BYTES;
  for (const name in headers) {
    const value = headers[name];
    if (Array.isArray(value)) for (const one of value) bound += blobBound(name) + blobBound(one);
    else bound += blobBound(name) + blobBound(value);
  }
  return bound;
}

/** Upper bound of the encoded size: a character of UTF-16 takes at most three bytes of UTF-8. */
function blobBound(value: Blob): number {
  if (value === null || value === undefined) return 1;
  return VARINT_BYTES + (typeof value === 'string' ? value.length * 3 : value.length);
}

function varintSize(value: number): number {
  const zigzag = ((value << 1) ^ (value >> 31)) >>> 0;
  if (zigzag < 0x80) return 1;
  if (zigzag < 0x4000) return 2;
  if (zigzag < 0x20_0000) return 3;
  return zigzag < 0x1000_0000 ? 4 : 5;
}
