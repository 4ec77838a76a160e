import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { jsonBodies } from './bodies.ts';

describe('bodies', () => {
  it('hold no other bodies, however many were made', () => {
    const values = fc.record({ batch: fc.array(fc.record({ type: fc.string() }), { maxLength: 12 }) });
    const arbitrary = fc.record({ body: jsonBodies(values), more: fc.nat() });
    const bodies = [1, 2, 3, 4].flatMap(seed => fc.sample(arbitrary, { seed, numRuns: 2_000 }));
    const batches = bodies
      .map(({ body }) => body.bytes.toString('latin1'))
      .filter(text => text.split('"batch":[').length > 2);
    expect(batches.filter(text => !text.startsWith('{"batch":[],'))).toEqual([]);
  });
});
