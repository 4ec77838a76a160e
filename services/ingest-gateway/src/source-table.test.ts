import { describe, expect, it } from '@jest/globals';
import type { ConfigResource } from '@millrace/contracts';
import type { EpochMillis } from '@millrace/domain';

import { createSourceTable } from './source-table.ts';

const now = 0 as EpochMillis;

const aResource = (kind: string, id: string, spec: Readonly<Record<string, unknown>>): ConfigResource => ({
  workspace: 'w',
  kind,
  id,
  slug: id,
  version: 1,
  updatedAt: 1,
  updatedBy: 'test',
  spec: JSON.stringify({ name: id, ...spec }),
});
const aSource = (id: string, writeKey: string): ConfigResource =>
  aResource('source', id, {
    type: 'node.js',
    enabled: true,
    spaceId: 'spa_1',
    writeKeys: [writeKey],
    settings: {},
    labels: [],
  });

describe('the table of sources', () => {
  it('gives all that another table needs to find the same', () => {
    const table = createSourceTable();
    table.apply('a', aSource('src_a', 'key-a'));
    table.apply('b', aSource('src_b', 'key-b'));
    table.apply('space', aResource('space', 'spa_1', {}));
    table.apply('b', undefined);
    const copy = createSourceTable(table.entries());
    expect(copy.find('key-a', now)).toMatchObject({ id: 'src_a' });
    expect(copy.find('key-b', now)).toBeUndefined();
    expect(copy.entries().map(([key]) => key)).toEqual(['a']);
  });

  it('keeps a source as it was when a record cannot be used', () => {
    const table = createSourceTable();
    table.apply('a', aSource('src_a', 'key-a'));
    expect(table.apply('a', aResource('source', 'src_a', { type: 7 }))).toMatchObject({
      code: 'resource-invalid',
    });
    expect(createSourceTable(table.entries()).find('key-a', now)).toMatchObject({ id: 'src_a' });
  });
});
