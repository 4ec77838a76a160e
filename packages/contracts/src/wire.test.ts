import { describe, expect, it } from '@jest/globals';
import avsc from 'avsc';

import { topics } from '../generated/topics.ts';
import type { SeenMessage } from '../generated/types.ts';
import { topic } from './topic.ts';
import { decodeWire, encodeWire, wireSchemaId } from './wire.ts';

const { type } = topics.protocolsValidatorMessageIdsChangelog;

describe('the Confluent wire format', () => {
  it('puts a zero byte and the schema id before the Avro body', () => {
    const bytes = encodeWire(type, 258, { seenAt: 1, blocked: null });
    expect([...bytes]).toEqual([0, 0, 0, 1, 2, 2, 0]);
    expect(wireSchemaId(bytes)).toBe(258);
  });

  it('reads back what it wrote', () => {
    expect(decodeWire(type, encodeWire(type, 1, { seenAt: 1_700_000_000_000, blocked: null }))).toEqual({
      seenAt: 1_700_000_000_000,
      blocked: null,
    });
  });

  it('gives each value bytes of its own', () => {
    const first = encodeWire(type, 1, { seenAt: 1, blocked: null });
    encodeWire(type, 1, { seenAt: 2, blocked: null });
    expect(decodeWire(type, first)).toEqual({ seenAt: 1, blocked: null });
  });

  it('grows for a value larger than any before', () => {
    const { type: config } = topics.configResources;
    const spec = 'x'.repeat(300_000);
    const resource = {
      workspace: 'w',
      kind: 'source',
      id: 'i',
      slug: 's',
      version: 1,
      updatedAt: 1,
      updatedBy: 'u',
      spec,
    };
    expect(decodeWire(config, encodeWire(config, 1, resource))?.spec).toHaveLength(300_000);
  });

  it('has no schema id for bytes of another format', () => {
    expect(wireSchemaId(Buffer.from('{"a":1}'))).toBeUndefined();
    expect(wireSchemaId(Buffer.from([0, 0]))).toBeUndefined();
  });

  it('gives undefined for a body that ends early', () => {
    const bytes = encodeWire(type, 1, { seenAt: 1_700_000_000_000, blocked: null });
    expect(decodeWire(type, bytes.subarray(0, bytes.length - 2))).toBeUndefined();
  });

  it("reads a value written with another version's schema through a resolver", () => {
    const later = topic<SeenMessage & { count: number }>({
      ...topics.protocolsValidatorMessageIdsChangelog,
      schema: JSON.stringify({
        type: 'record',
        name: 'SeenMessage',
        namespace: 'millrace',
        fields: [
          { name: 'seenAt', type: 'long' },
          { name: 'count', type: 'int', default: 1 },
        ],
      }),
    });
    const writer = avsc.Type.forSchema(
      JSON.parse(topics.protocolsValidatorMessageIdsChangelog.schema) as avsc.Schema,
    );
    const bytes = encodeWire(type, 1, { seenAt: 5, blocked: null });
    expect(decodeWire(later.type, bytes, later.type.createResolver(writer))).toEqual({ seenAt: 5, count: 1 });
  });
});

describe('a topic family', () => {
  it('names one topic per instance and keeps one subject', () => {
    const parked = topics.destinationForwarderParkedChangelog('dst1');
    expect(parked.name).toBe('destination-forwarder.parked-dst1.changelog.v1');
    expect(parked.subject).toBe('destination-forwarder.parked.changelog.v1-value');
  });
});
