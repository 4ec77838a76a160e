import { mkdir, open, readdir, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';

import { classifyError, TransientError, type MillraceError } from '@millrace/errors';
import type { ProducerRecord } from '@millrace/kafka';
import type { Logger } from '@millrace/telemetry';

import { lockFolder } from './folder-lock.ts';
import { encodeFrames, spooledBytes } from './frame.ts';
import { readPosition, writePosition, type Position } from './position-file.ts';
import type { KeptRecords } from './record-codec.ts';
import {
  cutTornTail,
  deleteSegment,
  isSetAside,
  readSegment,
  segmentNumber,
  segmentOf,
  setAside,
  type Segment,
} from './segment.ts';
import { SegmentWriter } from './segment-writer.ts';
import type { Spool, SpooledBatch } from './spool.ts';

export type FileSpoolSettings = {
  readonly folder: string;
  /** Most bytes on disk. */
  readonly maxBytes: number;
  /** Free space that is left to others on the file system. */
  readonly minFreeBytes: number;
  /** Most bytes in memory that wait for the disk. */
  readonly maxWaitingBytes: number;
  readonly log: Logger;
  readonly now: () => number;
};

/** A spool in a folder of its own, which it holds against other processes. */
export type FileSpool = Spool & {
  /** Bytes on disk: what is not released, what is not deleted yet, and what was set aside. */
  readonly diskBytes: number;
  /** When the oldest record was kept that is not released (epoch milliseconds); undefined where there is none. */
  readonly oldestAt: number | undefined;
  /** Writes what waits, and lets the folder go. */
  readonly close: () => Promise<void>;
};

const MAX_SEGMENT_BYTES = 64 * 1024 * 1024;
/** A segment can only be deleted whole; so a small spool has small ones. */
const SEGMENTS_OF_A_FULL_SPOOL = 8;
/** Most that is written at a time; bounds the memory for encoding. */
const GROUP_BYTES = 4 * 1024 * 1024;
const RETRY_AFTER_MS = 1_000;

/** A call of `append` that waits for the disk. */
type Append = {
  readonly kept: KeptRecords;
  readonly bytes: number;
  readonly settle: (error?: MillraceError) => void;
};

/** The segment being read. */
type Source = { readonly segment: Segment; readonly handle: FileHandle; isDamaged: boolean };

/**
 * Opens the spool in a folder, as a crash at any moment may have left it.
 * Throws TransientError while another process holds the folder, or the disk fails.
 */
export async function openFileSpool(settings: FileSpoolSettings): Promise<FileSpool> {
  const { folder, log } = settings;
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const unlock = lockFolder(folder);
    try {
      return new SegmentedSpool(settings, { ...(await recover(folder, log)), unlock });
    } catch (thrown) {
      unlock();
      throw thrown;
    }
  } catch (thrown) {
    throw translateDiskError(thrown, `opening the spool in ${folder}`);
  }
}

type Recovered = {
  readonly segments: Segment[];
  readonly position: Position;
  readonly setAsideBytes: number;
};

async function recover(folder: string, log: Logger): Promise<Recovered> {
  const kept = await readPosition(folder);
  const names = await readdir(folder);
  const found = names.flatMap(name => segmentNumber(name) ?? []).toSorted((one, other) => one - other);
  const segments: Segment[] = [];
  for (const number of found) {
    const segment = segmentOf(folder, number);
    segment.length = (await stat(segment.path)).size;
    // Left by a crash between writing the position and deleting.
    if (isReleased(segment, kept)) await deleteSegment(segment);
    else segments.push(segment);
  }
  const position = firstPosition(segments, kept);
  const newest = segments.at(-1);
  if (newest !== undefined) {
    const torn = await cutTornTail(newest, newest.number === position.segment ? position.offset : 0);
    if (torn > 0)
      log.info('The torn end of the spool was cut off; nobody was told that it is stored.', { bytes: torn });
  }
  const aside = names.filter(isSetAside).map(name => stat(join(folder, name)));
  return { segments, position, setAsideBytes: sum((await Promise.all(aside)).map(({ size }) => size)) };
}

function isReleased({ number, length }: Segment, kept: Position | undefined): boolean {
  if (kept === undefined) return false;
  return number < kept.segment || (number === kept.segment && length <= kept.offset);
}

function firstPosition(segments: readonly Segment[], kept: Position | undefined): Position {
  const oldest = segments[0];
  if (oldest === undefined) return { segment: (kept?.segment ?? 0) + 1, offset: 0 };
  if (oldest.number !== kept?.segment) return { segment: oldest.number, offset: 0 };
  return { segment: oldest.number, offset: Math.min(kept.offset, oldest.length) };
}

class SegmentedSpool implements FileSpool {
  readonly #settings: FileSpoolSettings;
  readonly #unlock: () => void;
  readonly #groupBytes: number;
  readonly #writer: SegmentWriter;
  /** Oldest first; the last one may grow. */
  readonly #segments: Segment[];
  readonly #waiting: Append[] = [];
  #waitingBytes = 0;
  #writing: Promise<void> | undefined;
  #position: Position;
  #reading: Source | undefined;
  #setAsideBytes: number;
  #oldestAt: number | undefined;

  constructor(
    settings: FileSpoolSettings,
    { segments, position, setAsideBytes, unlock }: Recovered & { readonly unlock: () => void },
  ) {
    this.#settings = settings;
    this.#unlock = unlock;
    this.#segments = segments;
    this.#position = position;
    this.#setAsideBytes = setAsideBytes;
    const segmentBytes = Math.min(MAX_SEGMENT_BYTES, settings.maxBytes / SEGMENTS_OF_A_FULL_SPOOL);
    this.#groupBytes = Math.min(GROUP_BYTES, segmentBytes);
    this.#writer = new SegmentWriter({
      folder: settings.folder,
      minFreeBytes: settings.minFreeBytes,
      segmentBytes,
      firstNumber: Math.max(position.segment, ...segments.map(({ number }) => number)) + 1,
      onBegun: segment => void segments.push(segment),
      onDropped: segment => {
        const index = segments.indexOf(segment);
        if (index !== -1) segments.splice(index, 1);
      },
    });
  }

  get diskBytes(): number {
    return sum(this.#segments.map(({ length }) => length)) + this.#setAsideBytes;
  }

  get backlogBytes(): number {
    const released = this.#segments[0]?.number === this.#position.segment ? this.#position.offset : 0;
    return sum(this.#segments.map(({ length }) => length)) - released + this.#waitingBytes;
  }

  get oldestAt(): number | undefined {
    return this.backlogBytes === 0 ? undefined : this.#oldestAt;
  }

  readonly append = async (records: readonly ProducerRecord[]): Promise<void> => {
    const bytes = spooledBytes(records);
    const { maxBytes, maxWaitingBytes, now } = this.#settings;
    if (this.#waitingBytes + bytes > maxWaitingBytes) {
      throw new TransientError('overloaded', 'too many records wait for the disk', {
        retryAfterMs: RETRY_AFTER_MS,
      });
    }
    if (this.diskBytes + this.#waitingBytes + bytes > maxBytes) {
      throw new TransientError('spool-full', 'the spool holds as much as it may');
    }
    const keptAt = now();
    if (this.backlogBytes === 0) this.#oldestAt = keptAt;
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    this.#waitingBytes += bytes;
    this.#waiting.push({
      kept: { keptAt, records },
      bytes,
      settle: error => {
        if (error === undefined) resolve(undefined);
        else reject(error);
      },
    });
    this.#writing ??= this.#write();
    return promise;
  };

  readonly read = async (): Promise<SpooledBatch | undefined> => {
    try {
      for (let source = await this.#source(); source !== undefined; source = await this.#source()) {
        const { segment } = source;
        const { frames, end, damagedBytes } = await readSegment(
          source.handle,
          segment.length,
          this.#position.offset,
        );
        if (damagedBytes > 0) this.#reportDamage(source, damagedBytes);
        const next = { segment: segment.number, offset: end };
        if (frames.length > 0) {
          this.#oldestAt = frames[0]?.keptAt;
          return { records: frames.flatMap(({ records }) => records), release: () => this.#release(next) };
        }
        this.#position = next;
      }
      return undefined;
    } catch (thrown) {
      throw translateDiskError(thrown, 'reading the spool');
    }
  };

  readonly written = async (): Promise<void> => {
    while (this.#writing !== undefined) await this.#writing;
  };

  readonly close = async (): Promise<void> => {
    await this.written();
    await this.#writer.end();
    await this.#reading?.handle.close();
    this.#unlock();
  };

  /** Writes all that waits, in groups: one sync is for all that came while the last one went on. */
  async #write(): Promise<void> {
    await setImmediate();
    while (this.#waiting.length > 0) {
      const group = this.#takeGroup();
      let error: MillraceError | undefined;
      try {
        await this.#writer.write(Buffer.concat(group.flatMap(({ kept }) => encodeFrames(kept))));
      } catch (thrown) {
        error = translateDiskError(thrown, 'writing to the spool');
      }
      for (const { bytes } of group) this.#waitingBytes -= bytes;
      for (const { settle } of group) settle(error);
    }
    this.#writing = undefined;
  }

  #takeGroup(): readonly Append[] {
    let bytes = 0;
    const full = this.#waiting.findIndex(append => (bytes += append.bytes) >= this.#groupBytes);
    return this.#waiting.splice(0, full === -1 ? this.#waiting.length : full + 1);
  }

  /** The segment to read from; undefined where all that is on disk was read. Segments that are read to their end are left. */
  async #source(): Promise<Source | undefined> {
    for (let segment = this.#segments[0]; segment !== undefined; segment = this.#segments[0]) {
      if (segment.number > this.#position.segment) this.#position = { segment: segment.number, offset: 0 };
      if (this.#position.offset < segment.length) {
        return (this.#reading ??= { segment, handle: await open(segment.path, 'r'), isDamaged: false });
      }
      // It may be growing at this moment.
      if (segment === this.#segments.at(-1) && this.#writing !== undefined) return undefined;
      await this.#leave(segment);
    }
    return undefined;
  }

  /** Both lists forget the segment before anything is awaited, so that an append in between begins another one. */
  async #leave(segment: Segment): Promise<void> {
    const ended = segment === this.#writer.segment ? this.#writer.end() : undefined;
    this.#segments.shift();
    const reading = this.#reading;
    this.#reading = undefined;
    await ended;
    await reading?.handle.close();
    if (reading?.isDamaged === true) {
      this.#setAsideBytes += segment.length;
      const file = await setAside(segment);
      this.#settings.log.error('A damaged segment of the spool was set aside.', { file });
    } else {
      await deleteSegment(segment);
    }
  }

  async #release(position: Position): Promise<void> {
    this.#position = position;
    try {
      await writePosition(this.#settings.folder, position);
    } catch (thrown) {
      // No reason to stop: the position only saves sending again after a crash, and a full disk needs the room.
      const { code, message } = translateDiskError(thrown, 'writing the position of the spool');
      this.#settings.log.debug('The position of the spool could not be written.', { code, problem: message });
    }
  }

  #reportDamage(source: Source, bytes: number): void {
    source.isDamaged = true;
    this.#settings.log.error('Part of the spool is damaged: events that were answered with 200 are lost.', {
      file: source.segment.path,
      offset: this.#position.offset,
      bytes,
    });
  }
}

function translateDiskError(thrown: unknown, tried: string): MillraceError {
  if (!(thrown instanceof Error && 'code' in thrown && 'syscall' in thrown)) return classifyError(thrown);
  const isFull = thrown.code === 'ENOSPC' || thrown.code === 'EDQUOT';
  return new TransientError(
    isFull ? 'spool-full' : 'spool-unavailable',
    `${tried} failed: ${thrown.message}`,
    {
      cause: thrown,
    },
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
