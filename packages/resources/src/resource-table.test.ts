import { describe, expect, it } from '@jest/globals';
import type { ConfigResource } from '@millrace/contracts';
import type { SourceId } from '@millrace/domain';

import { resourceKey } from './resource.ts';
import { createResourceTable } from './resource-table.ts';

const record = (
  kind: string,
  id: string,
  spec: object,
  overrides: Partial<ConfigResource> = {},
): ConfigResource => ({
  workspace: 'acme',
  kind,
  id,
  slug: id,
  version: 1,
  updatedAt: 0,
  updatedBy: 'administrator',
  spec: JSON.stringify(spec),
  ...overrides,
});

const source = (
  id: string,
  writeKeys: readonly string[],
  overrides: Partial<ConfigResource> = {},
): ConfigResource =>
  record(
    'source',
    id,
    { name: id, type: 'http-api', enabled: true, spaceId: 'spa_1', writeKeys, settings: {}, labels: [] },
    overrides,
  );

const destination = (id: string, sourceIds: readonly string[]): ConfigResource =>
  record('destination', id, {
    name: id,
    type: 'webhook',
    enabled: true,
    sourceIds,
    settings: {},
    secrets: {},
  });

const tableOf = (...records: readonly ConfigResource[]) => {
  const table = createResourceTable();
  for (const one of records) table.apply(resourceKey(one), one);
  return table;
};

describe('resource table', () => {
  it('finds a source by write key, id and slug, and its space', () => {
    const table = tableOf(source('src_1', ['key-one', 'key-two']));
    expect(table.sourceByWriteKey('key-two')?.id).toBe('src_1');
    expect(table.bySlug('acme', 'source', 'src_1')?.writeKeys).toEqual(['key-one', 'key-two']);
    expect(table.spaceOf('src_1' as SourceId)).toBe('spa_1');
    expect(table.bySlug('other', 'source', 'src_1')).toBeUndefined();
  });

  it('forgets what a newer record no longer holds', () => {
    const table = tableOf(
      source('src_1', ['key-one']),
      source('src_1', ['key-two'], { slug: 'web', version: 2 }),
    );
    expect(table.sourceByWriteKey('key-one')).toBeUndefined();
    expect(table.bySlug('acme', 'source', 'src_1')).toBeUndefined();
    expect(table.bySlug('acme', 'source', 'web')?.version).toBe(2);
  });

  it('removes by tombstone, and keeps a write key or slug that moved to another source', () => {
    const table = tableOf(
      source('src_1', ['key-one'], { slug: 'web' }),
      source('src_2', ['key-one'], { slug: 'web' }),
    );
    table.apply('acme/source/src_1', undefined);
    expect(table.sourceById('src_1' as SourceId)).toBeUndefined();
    expect(table.sourceByWriteKey('key-one')?.id).toBe('src_2');
    expect(table.bySlug('acme', 'source', 'web')?.id).toBe('src_2');
  });

  it('knows the destinations of a source, through changes', () => {
    const table = tableOf(destination('dst_1', ['src_1', 'src_2']), destination('dst_2', ['src_2']));
    const idsOf = (id: string) => table.destinationsOf(id as SourceId).map(one => one.id);
    expect(idsOf('src_2')).toEqual(['dst_1', 'dst_2']);
    table.apply('acme/destination/dst_1', undefined);
    expect(idsOf('src_2')).toEqual(['dst_2']);
    expect(idsOf('src_1')).toEqual([]);
    expect(table.destinations()).toHaveLength(1);
  });

  it('keeps the last good form of a resource whose record cannot be used, and says why', () => {
    const table = tableOf(source('src_1', ['key-one']));
    const version = table.version;
    const broken = record('source', 'src_1', { name: 'x' }, { version: 2 });
    expect(table.apply(resourceKey(broken), broken)?.message).toContain('acme/source/src_1 version 2 failed');
    expect(table.apply(resourceKey(broken), { ...broken, spec: '{' })?.code).toBe('resource-invalid');
    expect(table.sourceByWriteKey('key-one')?.version).toBe(1);
    expect(table.version).toBe(version);
  });

  it('passes over kinds and fields of a later version', () => {
    const table = tableOf(
      record('hologram', 'hol_1', { a: 1 }),
      record('space', 'spa_1', { name: 'Shop', later: 1 }),
    );
    expect(table.version).toBe(1);
    expect(table.list('acme', 'space')).toEqual([
      {
        kind: 'space',
        workspace: 'acme',
        id: 'spa_1',
        slug: 'spa_1',
        version: 1,
        updatedAt: 0,
        updatedBy: 'administrator',
        name: 'Shop',
      },
    ]);
  });
});
