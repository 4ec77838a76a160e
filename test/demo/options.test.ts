import { expect, it } from '@jest/globals';

import { parseOptions } from './options.ts';

it('the demo has defaults, takes options, and refuses what makes no sense', () => {
  expect(parseOptions([])).toEqual({ seed: 1, size: 5000, rate: 500 });
  expect(parseOptions(['--seed', '7', '--size=10', '--rate', '2'])).toEqual({ seed: 7, size: 10, rate: 2 });
  expect(() => parseOptions(['--size', '0'])).toThrow('--size must be a whole number from 1, not "0"');
  expect(() => parseOptions(['--speed', '1'])).toThrow("Unknown option '--speed'");
});
