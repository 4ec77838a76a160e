import { expect, it } from '@jest/globals';

import { UsageError } from '../stack/usage-error.ts';
import { parseOptions } from './options.ts';

it('runs all languages without a fault unless told otherwise', () => {
  expect(parseOptions([])).toEqual({ names: [], fault: undefined, times: 1 });
});

it.each([
  ['503', { kind: 'answer', status: 503 }],
  ['retry-after', { kind: 'answer', status: 429, headers: { 'retry-after': '2' } }],
  ['reset-after', { kind: 'reset', when: 'after' }],
])('knows the fault %s', (text, fault) => {
  expect(parseOptions(['go', '--fault', text, '--times', '3'])).toEqual({ names: ['go'], fault, times: 3 });
});

it.each([
  ['--fault', 'later'],
  ['--fault', '200'],
  ['--times', '0'],
  ['--times', 'x'],
])('does not take %s %s', (option, value) => {
  expect(() => parseOptions([option, value])).toThrow(UsageError);
});
