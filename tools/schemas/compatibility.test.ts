import { describe, expect, it } from '@jest/globals';

import type { AvroSchema, TopicFolder } from '../generate/topic-folders.ts';
import { incompatibilities } from './compatibility.ts';

const name = { name: 'name', type: 'string' };
const since = { name: 'since', type: ['null', 'long'], default: null };

function topic(...fields: object[]): TopicFolder {
  const schema = { type: 'record', name: 'Thing', fields } as AvroSchema;
  return {
    folder: 'things.made.v1',
    name: 'things.made.v1',
    owner: 'maker',
    doc: '',
    key: 'id',
    instance: undefined,
    partitions: 1,
    dataClass: 'internal',
    settings: {},
    schema,
  };
}

describe('schema compatibility', () => {
  it('lets a field with a default come and go', () => {
    expect(incompatibilities([topic(name)], [topic(name, since)])).toEqual([]);
    expect(incompatibilities([topic(name, since)], [topic(name)])).toEqual([]);
  });

  it('refuses a new field without a default', () => {
    expect(incompatibilities([topic(name)], [topic(name, { name: 'size', type: 'int' })])).toEqual([
      expect.stringContaining('things.made.v1: records written before cannot be read'),
    ]);
  });

  it('refuses to drop a field without a default', () => {
    expect(incompatibilities([topic(name, { name: 'size', type: 'int' })], [topic(name)])).toEqual([
      expect.stringContaining('services deployed before cannot read new records'),
    ]);
  });

  it('refuses to change the type of a field', () => {
    expect(incompatibilities([topic(name)], [topic({ name: 'name', type: 'int' })])).toHaveLength(2);
  });
});
