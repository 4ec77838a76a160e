import { setTimeout as sleep } from 'node:timers/promises';

import { afterEach, describe, expect, it } from '@jest/globals';
import { ConfigError, TransientError } from '@millrace/errors';

import { startMemoryApi, type MemoryApi } from './fakes/memory-api.ts';
import type { SchemaStore } from './schema-store.ts';
import { askingTheArchive } from './stores/asking-the-archive.ts';

let api: MemoryApi | undefined;
afterEach(async () => {
  await api?.close();
  api = undefined;
});

/** The status of a query, its refusal, and its data, over an archive that behaves so. */
async function query(events: SchemaStore['events'], times = 1) {
  const schemas = { events, properties: () => Promise.resolve([]) };
  const own = await startMemoryApi(undefined, { schemas });
  api = own;
  const { body: created } = await own.ask('POST', '/sources', { slug: 'web', metadataId: 'http-api' });
  const { id } = (created as { data: { source: { id: string } } }).data.source;
  const asked = Array.from({ length: times }, () => own.ask('GET', `/sources/${id}/schema`));
  return (await Promise.all(asked)).map(reply => ({
    status: reply.status,
    ...(reply.body as { data?: unknown; errors?: readonly { message: string }[] }),
  }));
}

const untilAborted = (_source: string, signal: AbortSignal) =>
  sleep(10_000, [], { signal }) as Promise<readonly never[]>;

describe('a query', () => {
  it('answers what the archive says', async () => {
    const seen = { type: 'track', event: 'Order Completed', count: 2, firstSeenAt: 0, lastSeenAt: 1_000 };
    const [reply] = await query(() => Promise.resolve([{ ...seen, reason: '' }]));
    expect(reply).toMatchObject({
      status: 200,
      data: { events: [{ name: 'Order Completed', allowed: 2, blocked: 0 }] },
    });
  });

  it('that takes too long is given up, and the archive is told', async () => {
    let given: unknown;
    const [reply] = await query((source, signal) => {
      signal.addEventListener('abort', () => void (given = signal.reason as unknown));
      return untilAborted(source, signal);
    });
    expect(reply?.status).toBe(503);
    expect(reply?.errors?.[0]?.message).toBe('the archive did not answer within 50 ms; try again');
    expect(given).toMatchObject({ name: 'TimeoutError' });
  });

  it('over an archive that is away is refused for the moment', async () => {
    const away = new TransientError('clickhouse-unavailable', 'querying failed: connect ECONNREFUSED');
    const [reply] = await query(() => Promise.reject(away));
    expect(reply?.status).toBe(503);
    expect(reply?.errors?.[0]?.message).toBe('querying failed: connect ECONNREFUSED; try again');
  });

  it('one too many at once is refused', async () => {
    const replies = await query(untilAborted, 3);
    expect(replies.map(({ status }) => status).toSorted()).toEqual([429, 503, 503]);
  });

  it('of a source that is not there asks nobody', async () => {
    api = await startMemoryApi();
    expect((await api.ask('GET', '/sources/src_none/schema')).status).toBe(404);
    expect((await api.ask('GET', '/sources/src_none/schema/properties?type=track')).status).toBe(404);
  });

  it('with a cursor of no earlier answer is refused', async () => {
    const [first] = await query(() => Promise.resolve([]));
    expect(first?.status).toBe(200);
    const source = api?.view.list('source')[0]?.id ?? '';
    const path = `/sources/${source}/schema?pagination[cursor]=bm8`;
    expect((await api?.ask('GET', path))?.status).toBe(422);
  });
});

describe('a table of the archive that is not there', () => {
  it.each([60, 81])('passes: event-archiver makes it (code %p)', async clickhouseCode => {
    const missing = new ConfigError('clickhouse-refused', 'no table', { details: { clickhouseCode } });
    const read = askingTheArchive(() => Promise.reject(missing));
    await expect(read).rejects.toThrow('the archive is not there yet: start event-archiver');
    await expect(read).rejects.toBeInstanceOf(TransientError);
  });

  it('is told from a statement that is wrong', async () => {
    const wrong = new ConfigError('clickhouse-refused', 'syntax', { details: { clickhouseCode: 62 } });
    await expect(askingTheArchive(() => Promise.reject(wrong))).rejects.toBe(wrong);
  });
});
