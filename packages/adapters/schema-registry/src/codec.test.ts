import { describe, expect, it } from '@jest/globals';
import type { Topic } from '@millrace/contracts';
import { BugError, InvalidRecordError, TransientError } from '@millrace/errors';
import avsc from 'avsc';

import { createCodec, type FetchSchema } from './codec.ts';

type Person = { readonly name: string; readonly age: number };

const field = (name: string, type: avsc.Schema, rest: object = {}): object => ({ name, type, ...rest });
const record = (...fields: object[]): avsc.Schema =>
  ({ type: 'record', name: 'Person', fields }) as avsc.Schema;

const ours = record(field('name', 'string'), field('age', 'int', { default: 7 }));
const older = avsc.Type.forSchema(record(field('name', 'string')));
const alien = avsc.Type.forSchema(record(field('other', 'string')));

const people: Topic<Person> = {
  name: 'people.v1',
  subject: 'people.v1-value',
  owner: 'test',
  partitions: 1,
  settings: {},
  schema: JSON.stringify(ours),
  type: avsc.Type.forSchema(ours),
};

const nothingKnown: FetchSchema = async () => undefined;

function written(schemaId: number, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.writeInt32BE(schemaId, 1);
  return Buffer.concat([head, body]);
}

describe('a codec', () => {
  it('reads what it has written', () => {
    const codec = createCodec(people, 1, nothingKnown);
    const bytes = codec.encode({ name: 'Ada', age: 36 });
    expect(bytes.subarray(0, 5)).toEqual(Buffer.from([0, 0, 0, 0, 1]));
    expect(codec.prepare([bytes])).toBeUndefined();
    expect(codec.decode(bytes)).toEqual({ name: 'Ada', age: 36 });
  });

  it('reads what an earlier schema has written, and asks for that schema once', async () => {
    const asked: number[] = [];
    const codec = createCodec(people, 2, async id => {
      asked.push(id);
      return older;
    });
    const bytes = written(1, older.toBuffer({ name: 'Ada' }));
    await codec.prepare([bytes, bytes]);
    expect(codec.decode(bytes)).toEqual({ name: 'Ada', age: 7 });
    expect(codec.prepare([bytes])).toBeUndefined();
    expect(asked).toEqual([1]);
  });

  it('refuses a schema id that nobody knows, and asks again next time', async () => {
    let isKnown = false;
    const codec = createCodec(people, 2, async () => (isKnown ? older : undefined));
    const bytes = written(1, older.toBuffer({ name: 'Ada' }));
    await codec.prepare([bytes]);
    expect(() => codec.decode(bytes)).toThrow(expect.objectContaining({ code: 'schema-unknown' }));
    isKnown = true;
    await codec.prepare([bytes]);
    expect(codec.decode(bytes)).toEqual({ name: 'Ada', age: 7 });
  });

  it('refuses a schema that cannot be read as ours', async () => {
    const codec = createCodec(people, 2, async () => alien);
    const bytes = written(1, alien.toBuffer({ other: 'x' }));
    await codec.prepare([bytes]);
    expect(() => codec.decode(bytes)).toThrow(InvalidRecordError);
  });

  it('passes on that the registry is away', async () => {
    const codec = createCodec(people, 2, async () => {
      throw new TransientError('registry-unavailable', 'away');
    });
    await expect(codec.prepare([written(1, Buffer.alloc(0))])).rejects.toBeInstanceOf(TransientError);
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['another format', Buffer.from('{"name":"Ada"}')],
    ['a head without a body', written(1, Buffer.alloc(0))],
    ['a body that ends early', written(1, Buffer.from([0x08, 0x41]))],
    ['a length that is negative', written(1, Buffer.from([0x01, 0x41, 0x41]))],
  ])('refuses %s', (_what, bytes) => {
    expect(() => createCodec(people, 1, nothingKnown).decode(bytes)).toThrow(
      expect.objectContaining({ code: 'decoding-failed' }),
    );
  });

  it('calls a value that does not fit the schema a bug', () => {
    const codec = createCodec(people, 1, nothingKnown);
    expect(() => codec.encode({ name: 5, age: 1 } as unknown as Person)).toThrow(BugError);
  });
});
