import { createRequire } from 'node:module';

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { encodeProduceBody, type ProduceArguments } from './produce-request.ts';
import { registerZstdCodec } from './zstd-codec.ts';

const require = createRequire(import.meta.url);
const kafkajsRequest = require('kafkajs/src/protocol/requests/produce/v7/request.js') as (
  request: ProduceArguments,
) => { encode(): Promise<{ buffer: Buffer }> };

const blob = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.uint8Array({ maxLength: 300 }).map(bytes => Buffer.from(bytes)),
);
const headers = fc.dictionary(
  // An integer-like name would be moved to the front by the engine, in both encoders.
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
  fc.oneof(blob, fc.array(blob, { maxLength: 3 })),
  { maxKeys: 4 },
);
const message = fc.record(
  {
    key: fc.option(blob),
    value: fc.option(blob),
    timestamp: fc.integer({ min: 1_600_000_000_000, max: 1_600_500_000_000 }).map(String),
    headers,
  },
  { requiredKeys: ['key', 'value', 'timestamp'] },
);
const request = fc.record({
  transactionalId: fc.constantFrom('an-id', null),
  acks: fc.constant(-1),
  timeout: fc.nat(60_000),
  compression: fc.constantFrom(0, 4),
  producerId: fc.maxSafeNat().map(String),
  producerEpoch: fc.nat(100),
  topicData: fc.array(
    fc.record({
      topic: fc.string({ minLength: 1, maxLength: 20 }),
      partitions: fc.array(
        fc.record({
          partition: fc.nat(50),
          firstSequence: fc.nat(1_000_000),
          messages: fc.array(message, { minLength: 1, maxLength: 200, size: 'max' }),
        }),
        { minLength: 1, maxLength: 3 },
      ),
    }),
    { minLength: 1, maxLength: 2 },
  ),
});

describe('encodeProduceBody', () => {
  it("writes the bytes that kafkajs' own encoder writes", async () => {
    registerZstdCodec();
    await fc.assert(
      fc.asyncProperty(request, async sent => {
        const expected = await kafkajsRequest(sent).encode();
        expect(encodeProduceBody(sent).equals(expected.buffer)).toBe(true);
      }),
      { numRuns: 100, seed: 7 },
    );
  });
});
