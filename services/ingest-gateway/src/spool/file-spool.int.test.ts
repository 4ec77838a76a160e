import { appendFile, mkdtemp, open, readdir, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ProducerRecord } from '@millrace/kafka';
import { silentLog, type Logger } from '@millrace/telemetry';

import { openFileSpool, type FileSpool } from './file-spool.ts';

const MIB = 1024 * 1024;

let folder: string;
let spool: FileSpool;
let errors: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spool-'));
  errors = [];
  spool = await reopened();
});

afterEach(async () => {
  await spool.close();
  await rm(folder, { recursive: true });
});

function reopened(overrides: { readonly maxBytes?: number; readonly minFreeBytes?: number } = {}) {
  const log: Logger = { ...silentLog, error: sentence => void errors.push(sentence) };
  const bounds = { maxBytes: 64 * MIB, minFreeBytes: MIB, maxWaitingBytes: 16 * MIB };
  return openFileSpool({ folder, log, now: () => 1_000, ...bounds, ...overrides });
}

const aRecord = (id: number, bytes = 100): ProducerRecord => ({
  topic: 't',
  key: `key ${id}`,
  value: Buffer.alloc(bytes, id),
  timestamp: id,
});
const idsOf = (records: readonly ProducerRecord[]) => records.map(({ timestamp }) => timestamp);

/** Takes everything out, in order. */
async function drained(): Promise<unknown[]> {
  const ids: unknown[] = [];
  for (let batch = await spool.read(); batch !== undefined; batch = await spool.read()) {
    ids.push(...idsOf(batch.records));
    await batch.release();
  }
  return ids;
}

const segments = async () => (await readdir(folder)).filter(name => name.endsWith('.segment')).toSorted();

async function appendAll(ids: readonly number[], bytes?: number): Promise<void> {
  await Promise.all(ids.map(id => spool.append([aRecord(id, bytes)])));
}

const upTo = (count: number) => Array.from({ length: count }, (_, id) => id);

describe('the spool', () => {
  it('gives back what was appended, in order, and leaves no file', async () => {
    await appendAll(upTo(100));
    expect(spool.oldestAt).toBe(1_000);
    expect(await drained()).toEqual(upTo(100));
    expect(await segments()).toEqual([]);
    expect(spool).toMatchObject({ backlogBytes: 0, diskBytes: 0, oldestAt: undefined });
  });

  it('gives the same records until they are released', async () => {
    await appendAll([1]);
    expect(idsOf((await spool.read())?.records ?? [])).toEqual([1]);
    expect(idsOf((await spool.read())?.records ?? [])).toEqual([1]);
  });

  it('goes on after a restart where it stood, through many segments', async () => {
    spool = await spool.close().then(() => reopened({ maxBytes: 8 * MIB }));
    for (let at = 0; at < 60; at += 10)
      await appendAll(
        upTo(10).map(id => at + id),
        100_000,
      );
    expect(await segments()).toHaveLength(3);
    const first = await spool.read();
    await first?.release();
    const taken = idsOf(first?.records ?? []);
    await spool.close();
    spool = await reopened();
    expect([...taken, ...(await drained())]).toEqual(upTo(60));
    expect(await segments()).toEqual([]);
  });

  it('takes new records while old ones are read', async () => {
    await appendAll([1]);
    const batch = await spool.read();
    await appendAll([2]);
    await batch?.release();
    expect(await drained()).toEqual([2]);
  });

  it('cuts off what a crash left of its last write', async () => {
    await appendAll([1, 2]);
    await spool.close();
    const [name = ''] = await segments();
    await appendFile(join(folder, name), 'half a fra');
    spool = await reopened();
    await appendAll([3]);
    expect(await drained()).toEqual([1, 2, 3]);
    expect(errors).toEqual([]);
  });

  it('cuts off a last write that is there in length only', async () => {
    await appendAll([1]);
    await spool.close();
    const path = join(folder, (await segments())[0] ?? '');
    await truncate(path, (await stat(path)).size + 10_000);
    spool = await reopened();
    expect(await drained()).toEqual([1]);
  });

  it('passes over damage, keeps the file aside, and says so', async () => {
    for (const id of [1, 2, 3]) await appendAll([id]);
    await spool.close();
    const path = join(folder, (await segments())[0] ?? '');
    const handle = await open(path, 'r+');
    await handle.write('damage', Math.round((await stat(path)).size / 2));
    await handle.close();
    spool = await reopened();
    expect(await drained()).toEqual([1, 3]);
    expect(errors).toEqual([
      'Part of the spool is damaged: events that were answered with 200 are lost.',
      'A damaged segment of the spool was set aside.',
    ]);
    expect(await readdir(folder)).toContainEqual(expect.stringMatching(/\.damaged$/));
    expect(spool.diskBytes).toBeGreaterThan(0);
    expect(spool.backlogBytes).toBe(0);
  });

  it('starts again from what is there when its position is lost', async () => {
    await appendAll(upTo(3));
    await (await spool.read())?.release();
    await appendAll([3]);
    await spool.close();
    await rm(join(folder, 'position.json'));
    spool = await reopened();
    expect(await drained()).toEqual([0, 1, 2, 3]);
  });

  it('never numbers a segment below its position', async () => {
    for (const id of [1, 2, 3]) {
      await appendAll([id]);
      expect(await drained()).toEqual([id]);
    }
    await spool.close();
    spool = await reopened();
    await appendAll([4]);
    await spool.close();
    spool = await reopened();
    expect(await drained()).toEqual([4]);
  });

  it('refuses what it has no room for, and takes it again when it has been drained', async () => {
    spool = await spool.close().then(() => reopened({ maxBytes: 8 * MIB }));
    const accepted: number[] = [];
    await Promise.all(
      upTo(100).map(id =>
        spool.append([aRecord(id, 100_000)]).then(
          () => accepted.push(id),
          (error: unknown) => expect(error).toMatchObject({ code: 'spool-full' }),
        ),
      ),
    );
    expect(accepted.length).toBeGreaterThan(70);
    expect(accepted.length).toBeLessThan(90);
    expect(spool.diskBytes).toBeLessThanOrEqual(8 * MIB);
    expect(await drained()).toEqual(accepted);
    await appendAll([1]);
  });

  it('leaves the disk the space it was told to', async () => {
    spool = await spool.close().then(() => reopened({ minFreeBytes: Number.MAX_SAFE_INTEGER }));
    await expect(spool.append([aRecord(1)])).rejects.toMatchObject({ code: 'spool-full' });
    expect(spool.backlogBytes).toBe(0);
    expect(await segments()).toEqual([]);
  });

  it('bounds what waits for the disk', async () => {
    const answers = await Promise.allSettled(upTo(40).map(id => spool.append([aRecord(id, 500_000)])));
    const refused = answers.flatMap(answer =>
      answer.status === 'rejected' ? [answer.reason as unknown] : [],
    );
    expect(refused.length).toBeGreaterThan(5);
    expect(refused[0]).toMatchObject({ code: 'overloaded' });
  });

  it('is of one process at a time', async () => {
    await expect(reopened()).rejects.toMatchObject({ code: 'spool-unavailable' });
  });
});
