import { expect, it } from '@jest/globals';

import { parseOptions } from './options.ts';

it('a run has 10,000 requests unless told otherwise, and refuses what makes no sense', () => {
  expect(parseOptions(['--seed', '7'])).toEqual({ requests: 10_000, seed: 7, concurrency: 16 });
  expect(parseOptions(['--requests=5', '--seed=1', '--concurrency=2'])).toEqual({
    requests: 5,
    seed: 1,
    concurrency: 2,
  });
  expect(() => parseOptions(['--requests', 'many'])).toThrow('--requests must be a whole number');
  expect(() => parseOptions(['--requests', '0'])).toThrow('--requests must be a whole number');
});
