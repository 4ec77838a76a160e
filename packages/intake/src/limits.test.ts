import { expect, it } from '@jest/globals';

import { limits } from './limits.ts';

it('no event is large enough for more properties than Segment takes', () => {
  const smallest = '"":1,';
  expect(limits.eventBytes / smallest.length).toBeLessThan(10_000);
});
