import { expect, it } from '@jest/globals';

import { measurements, parseOptions } from './options.ts';

it('the bench runs everything unless told otherwise, and refuses what makes no sense', () => {
  expect(parseOptions([])).toEqual({ seconds: 8, only: new Set(measurements) });
  expect(parseOptions(['--only', 'idle, single', '--seconds=2'])).toEqual({
    seconds: 2,
    only: new Set(['idle', 'single']),
  });
  expect(() => parseOptions(['--only', 'speed'])).toThrow('--only knows idle');
  expect(() => parseOptions(['--seconds', '0'])).toThrow('--seconds must be 1 to 600');
});
