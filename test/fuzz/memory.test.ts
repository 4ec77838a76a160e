import { describe, expect, it } from '@jest/globals';

import { growthOf } from './memory.ts';

describe('growth of memory', () => {
  it('is that from the second quarter to the last, without peaks', () => {
    expect(growthOf([1, 50, 100, 100, 900, 110, 120, 120])).toBe(20);
    expect(growthOf([10, 90, 100, 100, 100, 100, 100, 100])).toBe(0);
  });

  it('is none where too little was read', () => expect(growthOf([1, 2, 3])).toBe(0));
});
