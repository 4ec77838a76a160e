import { crc32 } from 'node:zlib';

import type { ProducerRecord } from '@millrace/kafka';

import {
  decodeRecords,
  encodeRecords,
  recordBytes,
  recordsPrefixBytes,
  type KeptRecords,
} from './record-codec.ts';

/**
 * A frame of a segment, little endian; the checksum covers all that follows it:
 *
 *     magic u32 | CRC-32 u32 | length u32 | length bytes of records (record-codec.ts)
 *
 * The magic lets a reader find the next frame behind damaged bytes.
 */
const MAGIC = Buffer.from('\u007fMRS', 'latin1');
const CRC_AT = 4;
const LENGTH_AT = 8;
const HEADER_BYTES = 12;
const OVERHEAD_BYTES = HEADER_BYTES + recordsPrefixBytes;

/** A frame is closed when it has this many bytes, and has at most one record more. */
const FULL_FRAME_BYTES = 512 * 1024;

/** No frame is larger. A record is below the producer's bound, which is below a megabyte. */
export const MAX_FRAME_BYTES = 2 * 1024 * 1024;

/** Size of these records in the spool, before they are divided into frames; exact for what fits into one. */
export function spooledBytes(records: readonly ProducerRecord[]): number {
  let bytes = OVERHEAD_BYTES;
  for (const record of records) bytes += recordBytes(record);
  return bytes;
}

/** The frames of these records, in order: one, unless they are many. */
export function encodeFrames({ keptAt, records }: KeptRecords): readonly Buffer[] {
  const frames: Buffer[] = [];
  let part: ProducerRecord[] = [];
  let bytes = OVERHEAD_BYTES;
  for (const record of records) {
    part.push(record);
    bytes += recordBytes(record);
    if (bytes < FULL_FRAME_BYTES) continue;
    frames.push(encodeFrame({ keptAt, records: part }, bytes));
    part = [];
    bytes = OVERHEAD_BYTES;
  }
  if (part.length > 0) frames.push(encodeFrame({ keptAt, records: part }, bytes));
  return frames;
}

/** What was found at the start of some bytes. */
export type ReadFrames = {
  readonly frames: readonly KeptRecords[];
  /** Bytes these frames take; what follows is no whole frame. */
  readonly length: number;
};

/** Reads whole frames from the start of `bytes`, as many as there are. */
export function readFrames(bytes: Buffer): ReadFrames {
  const frames: KeptRecords[] = [];
  let at = 0;
  for (let payload = payloadAt(bytes, at); payload !== undefined; payload = payloadAt(bytes, at)) {
    frames.push(decodeRecords(payload));
    at += HEADER_BYTES + payload.length;
  }
  return { frames, length: at };
}

/** Where the first whole frame after the start of `bytes` begins; undefined where there is none. */
export function findFrame(bytes: Buffer): number | undefined {
  for (let at = bytes.indexOf(MAGIC, 1); at !== -1; at = bytes.indexOf(MAGIC, at + 1)) {
    if (payloadAt(bytes, at) !== undefined) return at;
  }
  return undefined;
}

function encodeFrame(kept: KeptRecords, size: number): Buffer {
  const frame = Buffer.allocUnsafe(size);
  MAGIC.copy(frame);
  frame.writeUInt32LE(size - HEADER_BYTES, LENGTH_AT);
  encodeRecords(kept, frame, HEADER_BYTES);
  frame.writeUInt32LE(crc32(frame.subarray(LENGTH_AT)), CRC_AT);
  return frame;
}

function payloadAt(bytes: Buffer, at: number): Buffer | undefined {
  if (
    at + HEADER_BYTES > bytes.length ||
    bytes.compare(MAGIC, 0, MAGIC.length, at, at + MAGIC.length) !== 0
  ) {
    return undefined;
  }
  const end = at + HEADER_BYTES + bytes.readUInt32LE(at + LENGTH_AT);
  if (end > bytes.length) return undefined;
  const isWhole = crc32(bytes.subarray(at + LENGTH_AT, end)) === bytes.readUInt32LE(at + CRC_AT);
  return isWhole ? bytes.subarray(at + HEADER_BYTES, end) : undefined;
}
