import { describe, expect, it } from '@jest/globals';

import { BugError, TransientError } from './classes.ts';
import { classifyError } from './classify.ts';

describe('classifyError', () => {
  it('keeps an error of ours as it is', () => {
    const error = new TransientError('broker-unavailable', 'No answer.', { retryAfterMs: 5 });
    expect(classifyError(error)).toBe(error);
  });

  it.each([[new TypeError('x is undefined')], ['a thrown text'], [undefined]])(
    'takes %p for a bug and keeps it as the cause',
    thrown => {
      const error = classifyError(thrown);
      expect(error).toBeInstanceOf(BugError);
      expect(error.code).toBe('unexpected-error');
      expect(error.cause).toBe(thrown);
    },
  );
});
