import { open, statfs, type FileHandle } from 'node:fs/promises';

import { TransientError } from '@millrace/errors';

import { deleteSegment, segmentOf, type Segment } from './segment.ts';

type Settings = {
  readonly folder: string;
  /** A segment that has reached this gets nothing more. */
  readonly segmentBytes: number;
  /** Free space that is left to others on the file system. */
  readonly minFreeBytes: number;
  readonly firstNumber: number;
  /** Called when a segment begins, before anything in it is on disk. */
  readonly onBegun: (segment: Segment) => void;
  /** Called when a segment is given up with nothing in it. */
  readonly onDropped: (segment: Segment) => void;
};

type Growing = { readonly segment: Segment; readonly handle: FileHandle };

/** Appends to the newest segment, and begins the next one when that is full or cannot be trusted any more. */
export class SegmentWriter {
  readonly #settings: Settings;
  #nextNumber: number;
  #current: Growing | undefined;

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#nextNumber = settings.firstNumber;
  }

  /** The segment that may grow. */
  get segment(): Segment | undefined {
    return this.#current?.segment;
  }

  /**
   * Resolves when the bytes are on disk for good. After a failure it is unknown which of them are: the segment ends before them,
   * and the next write begins another one. Rejects with TransientError `spool-full` where there is no room.
   */
  async write(bytes: Buffer): Promise<void> {
    await this.#checkRoom(bytes.length);
    if (this.#current !== undefined && this.#current.segment.length >= this.#settings.segmentBytes)
      await this.end();
    try {
      const { segment, handle } = this.#current ?? (await this.#begin());
      await writeFully(handle, bytes, segment.length);
      await handle.datasync();
      segment.length += bytes.length;
    } catch (thrown) {
      const failed = this.#current;
      // Should this fail, too, readers see the rest of the write as damage.
      await failed?.handle.truncate(failed.segment.length).catch(() => undefined);
      await this.end();
      throw thrown;
    }
  }

  /** Closes the segment; the next write begins another one. */
  async end(): Promise<void> {
    const current = this.#current;
    this.#current = undefined;
    await current?.handle.close().catch(() => undefined);
    if (current?.segment.length !== 0) return;
    this.#settings.onDropped(current.segment);
    await deleteSegment(current.segment);
  }

  async #checkRoom(bytes: number): Promise<void> {
    const { bavail, bsize } = await statfs(this.#settings.folder);
    if (bavail * bsize - bytes >= this.#settings.minFreeBytes) return;
    throw new TransientError('spool-full', 'the disk of the spool has no room left');
  }

  async #begin(): Promise<Growing> {
    const segment = segmentOf(this.#settings.folder, this.#nextNumber);
    this.#nextNumber += 1;
    const handle = await open(segment.path, 'wx', 0o600);
    const growing = { segment, handle };
    this.#current = growing;
    this.#settings.onBegun(segment);
    await syncFolder(this.#settings.folder);
    return growing;
  }
}

/** A file is there for good once its folder is on disk, too. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function writeFully(handle: FileHandle, bytes: Buffer, start: number): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    const { bytesWritten } = await handle.write(bytes, written, bytes.length - written, start + written);
    written += bytesWritten;
  }
}
