import { describe, expect, it } from '@jest/globals';

import { encodePlan, unfinishedPlan } from './plan.ts';

describe('a plan', () => {
  it('is read back from the committed position', () => {
    expect(unfinishedPlan({ offset: 5, note: encodePlan({ to: 9 }) })).toEqual({ from: 5, to: 9 });
  });

  it('may be of one record', () => {
    expect(unfinishedPlan({ offset: 5, note: encodePlan({ to: 5 }) })).toEqual({ from: 5, to: 5 });
  });

  it.each(['', 'a note', 'null', '5', '{}', '{"to":"9"}', '{"to":4}', '{"to":1.5}'])(
    'is none in %p',
    note => {
      expect(unfinishedPlan({ offset: 5, note })).toBeUndefined();
    },
  );
});
