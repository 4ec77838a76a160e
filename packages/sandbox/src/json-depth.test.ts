import { expect, it } from '@jest/globals';

import { isNestedDeeper } from './json-depth.ts';

it.each([
  ['1', 0, false],
  ['[]', 0, true],
  ['{"a":[1]}', 2, false],
  ['{"a":[1]}', 1, true],
  ['[[],[],[]]', 2, false],
  [String.raw`["[[[\"[[\\"]`, 1, false],
])('%s deeper than %i levels: %p', (json, levels, isDeeper) => {
  expect(isNestedDeeper(json, levels)).toBe(isDeeper);
});
