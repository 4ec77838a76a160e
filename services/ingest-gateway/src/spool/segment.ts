import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

import { findFrame, MAX_FRAME_BYTES, readFrames } from './frame.ts';
import type { KeptRecords } from './record-codec.ts';

const SUFFIX = '.segment';
const DAMAGED_SUFFIX = '.damaged';
/** Numbers have leading zeros, so that names sort as numbers do. */
const DIGITS = 12;

/** A file of frames. Its number grows from segment to segment. */
export type Segment = {
  readonly number: number;
  readonly path: string;
  /** Bytes that are on disk for good; what lies behind them does not count. */
  length: number;
};

/** What one read of a segment gives. */
export type SegmentRead = {
  readonly frames: readonly KeptRecords[];
  /** Where the next read begins. */
  readonly end: number;
  /** Bytes before the frames that are no frames. */
  readonly damagedBytes: number;
};

/** The segment of a number, before it has anything. */
export function segmentOf(folder: string, number: number): Segment {
  return { number, path: join(folder, `${String(number).padStart(DIGITS, '0')}${SUFFIX}`), length: 0 };
}

/** The number in the name of a segment; undefined for other files. */
export function segmentNumber(name: string): number | undefined {
  return name.length === DIGITS + SUFFIX.length && name.endsWith(SUFFIX)
    ? Number.parseInt(name, 10)
    : undefined;
}

/** Whether a file is a segment that was set aside. */
export function isSetAside(name: string): boolean {
  return name.endsWith(DAMAGED_SUFFIX);
}

/** Deletes a segment. */
export async function deleteSegment({ path }: Segment): Promise<void> {
  await rm(path, { force: true });
}

/** Keeps a damaged segment for a person to look at; nothing reads it any more. Gives its new path. */
export async function setAside({ path }: Segment): Promise<string> {
  const aside = `${path.slice(0, -SUFFIX.length)}${DAMAGED_SUFFIX}`;
  await rename(path, aside);
  return aside;
}

/** Reads the frames from `start` on, as many as one piece of memory holds; none where nothing but damage is left. */
export async function readSegment(handle: FileHandle, length: number, start: number): Promise<SegmentRead> {
  const read = readFrames(await readBytes(handle, start, Math.min(length, start + MAX_FRAME_BYTES)));
  if (read.length > 0 || start === length) {
    return { frames: read.frames, end: start + read.length, damagedBytes: 0 };
  }
  // Damage is rare, and a segment is small enough to be looked through at once.
  const damagedBytes = findFrame(await readBytes(handle, start, length));
  if (damagedBytes === undefined) return { frames: [], end: length, damagedBytes: length - start };
  return { ...(await readSegment(handle, length, start + damagedBytes)), damagedBytes };
}

/** Cuts off what a crash left of the last write of a segment; gives how many bytes that were. */
export async function cutTornTail(segment: Segment, start: number): Promise<number> {
  const handle = await open(segment.path, 'r+');
  try {
    let whole = start;
    for (let at = start; at < segment.length;) {
      const { frames, end } = await readSegment(handle, segment.length, at);
      if (frames.length > 0) whole = end;
      at = end;
    }
    const torn = segment.length - whole;
    if (torn > 0) {
      await handle.truncate(whole);
      await handle.datasync();
      segment.length = whole;
    }
    return torn;
  } finally {
    await handle.close();
  }
}

async function readBytes(handle: FileHandle, start: number, end: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(end - start);
  let filled = 0;
  while (filled < bytes.length) {
    const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, start + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}
