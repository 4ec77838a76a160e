import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { startMemoryApi, type MemoryApi } from './fakes/memory-api.ts';

let api: MemoryApi;
beforeAll(async () => {
  api = await startMemoryApi();
});
afterAll(() => api.close());

type Shown = {
  id: string;
  writeKeys: string[];
  expiringWriteKeys: { writeKey: string; expiresAt: string }[];
};
type Data = {
  source: Shown;
  writeKey: string;
  writeKeys: { writeKey: string; state: string }[];
  labels: unknown;
};
const dataOf = (body: unknown) => (body as { data: Data }).data;
const errorsOf = (body: unknown) => (body as { errors: { field?: string; message: string }[] }).errors;

const createSource = async (slug: string): Promise<Shown> =>
  dataOf((await api.ask('POST', '/sources', { slug, metadataId: 'http-api' })).body).source;

const keysOf = async (id: string) =>
  dataOf((await api.ask('GET', `/sources/${id}/writekeys`)).body).writeKeys.map(
    ({ writeKey, state }) => `${writeKey} ${state}`,
  );

describe('a write key', () => {
  it('is replaced by a new one and works on for a day', async () => {
    const { id, writeKeys } = await createSource('rotating');
    const [old] = writeKeys;
    const before = Date.now();
    const { writeKey, source } = dataOf((await api.ask('POST', `/sources/${id}/writekeys/rotate`, {})).body);
    expect(source.writeKeys).toEqual([old, writeKey]);
    expect(source.expiringWriteKeys).toEqual([{ writeKey: old, expiresAt: expect.any(String) }]);
    const graceMs = Date.parse(source.expiringWriteKeys[0]?.expiresAt ?? '') - before;
    expect(graceMs).toBeGreaterThanOrEqual(86_400_000);
    expect(graceMs).toBeLessThan(86_460_000);
    expect(await keysOf(id)).toEqual([`${old} expiring`, `${writeKey} active`]);
  });

  it('ends at once without a grace period, and is forgotten at the next change', async () => {
    const { id, writeKeys } = await createSource('ending');
    await api.ask('POST', `/sources/${id}/writekeys/rotate`, { gracePeriodSeconds: 0 });
    const { source } = dataOf((await api.ask('GET', `/sources/${id}`)).body);
    expect(source.writeKeys).not.toContain(writeKeys[0]);
    expect(source.expiringWriteKeys).toEqual([]);
  });

  it('must be named where several could be meant; the time of one on its way out can be changed', async () => {
    const { id, writeKeys } = await createSource('several');
    await api.ask('POST', `/sources/${id}/writekey`);
    const path = `/sources/${id}/writekeys/rotate`;
    expect(errorsOf((await api.ask('POST', path, {})).body)).toMatchObject([
      { field: 'writeKey', message: expect.stringContaining('the one that is replaced: ') },
    ]);
    expect(errorsOf((await api.ask('POST', path, { writeKey: 'unknown-key' })).body)).toMatchObject([
      { field: 'writeKey' },
    ]);
    await api.ask('POST', path, { writeKey: writeKeys[0] });
    const again = await api.ask('POST', path, { writeKey: writeKeys[0], gracePeriodSeconds: 10 });
    expect(dataOf(again.body).source.expiringWriteKeys).toHaveLength(1);
  });

  it('leaves no trace when it is deleted', async () => {
    const { id, writeKeys } = await createSource('deleting');
    await api.ask('POST', `/sources/${id}/writekeys/rotate`, {});
    await api.ask('DELETE', `/sources/${id}/writekey/${writeKeys[0]}`);
    expect(api.view.byId('source', id)?.expiringWriteKeys).toEqual([]);
  });

  it('stays on its way out when a file names it', async () => {
    const { id, writeKeys } = await createSource('filed');
    const { writeKey } = dataOf((await api.ask('POST', `/sources/${id}/writekeys/rotate`, {})).body);
    const file = { kind: 'source', slug: 'filed', type: 'http-api', space: 'default' };
    const apply = (fields: object) => api.ask('POST', '/apply', { resources: [{ ...file, ...fields }] });
    await apply({ writeKeys: [writeKey, writeKeys[0]] });
    expect(await keysOf(id)).toEqual([`${writeKey} active`, `${writeKeys[0]} expiring`]);
    await apply({ writeKeys: [writeKey] });
    expect(await keysOf(id)).toEqual([`${writeKey} active`]);
  });

  it('stays for good when a file names no other', async () => {
    const { id, writeKeys } = await createSource('reverted');
    await api.ask('POST', `/sources/${id}/writekeys/rotate`, {});
    const file = { kind: 'source', slug: 'reverted', type: 'http-api', space: 'default' };
    await api.ask('POST', '/apply', { resources: [{ ...file, writeKeys }] });
    expect(await keysOf(id)).toEqual([`${writeKeys[0]} active`]);
  });

  it('is unknown for a source that is not there', async () => {
    expect((await api.ask('GET', '/sources/src_0/writekeys')).status).toBe(404);
    expect((await api.ask('POST', '/sources/src_0/writekeys/rotate', {})).status).toBe(404);
  });
});

describe('labels', () => {
  it('are added without repeating, and replaced', async () => {
    const { id } = await createSource('labelled');
    const path = `/sources/${id}/labels`;
    const production = { key: 'environment', value: 'production' };
    await api.ask('POST', path, { labels: [production, { key: 'region', value: 'eu' }] });
    const added = await api.ask('POST', path, { labels: [{ ...production, description: 'Live' }] });
    expect(dataOf(added.body).labels).toEqual([
      { ...production, description: 'Live' },
      { key: 'region', value: 'eu' },
    ]);
    const replaced = await api.ask('PUT', path, { labels: [production, production] });
    expect(dataOf(replaced.body).labels).toEqual([production]);
    const many = Array.from({ length: 100 }, (_, index) => ({ key: 'k', value: String(index) }));
    expect((await api.ask('POST', path, { labels: many })).status).toBe(422);
    expect((await api.ask('POST', '/sources/src_0/labels', { labels: [] })).status).toBe(404);
    expect((await api.ask('PUT', '/sources/src_0/labels', { labels: [] })).status).toBe(404);
  });
});
