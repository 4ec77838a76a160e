import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import kafkajs from 'kafkajs';

import { partitionFor } from './partition.ts';

describe('partitionFor', () => {
  it("chooses the partition that kafkajs, and with it Kafka's own clients, choose", () => {
    const reference = kafkajs.Partitioners.DefaultPartitioner();
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 50 }),
        fc.integer({ min: 1, max: 100 }),
        (key, count) => {
          const partitionMetadata = Array.from({ length: count }, (_, partitionId) => ({
            partitionErrorCode: 0,
            partitionId,
            leader: 1,
            replicas: [1],
            isr: [1],
          }));
          const message = { key, value: 'v' };
          expect(partitionFor(key, count)).toBe(reference({ topic: 't', partitionMetadata, message }));
        },
      ),
      { numRuns: 300, seed: 11 },
    );
  });
});
