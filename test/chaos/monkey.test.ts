import { expect, it } from '@jest/globals';

import { seededRandom } from '../demo/random.ts';
import { shuffled } from './monkey.ts';

it('every part has its turn, in an order that the seed fixes', () => {
  const parts = ['a', 'b', 'c', 'd', 'e'];
  const order = shuffled(parts, seededRandom(3));
  expect(order.toSorted()).toEqual(parts);
  expect(order).toEqual(shuffled(parts, seededRandom(3)));
  const firsts = new Set(Array.from({ length: 50 }, (_, seed) => shuffled(parts, seededRandom(seed))[0]));
  expect(firsts.size).toBe(parts.length);
});
