import { describe, expect, it } from '@jest/globals';

import { normalizeEmail, presentId } from './external-id.ts';

describe('presentId', () => {
  it('keeps an id exactly as it was sent', () => {
    expect(presentId(' User-1 ')).toBe(' User-1 ');
  });

  it.each([[null], [''], ['  '], ['\t\n']])('takes %j as no id', id => {
    expect(presentId(id)).toBeUndefined();
  });
});

describe('normalizeEmail', () => {
  it.each([
    ['jane@example.com', 'jane@example.com'],
    ['  Jane@Example.COM\n', 'jane@example.com'],
    ['jane.doe+news@example.com', 'jane.doe+news@example.com'],
    ['ÄNNE@example.com', 'änne@example.com'],
  ])('compares %j as %j', (written, normalized) => {
    expect(normalizeEmail(written)).toBe(normalized);
  });

  it.each([['n/a'], [''], ['@'], ['jane@'], ['a@b@c'], ['jane doe@example.com'], [12], [null], [['a@b.c']]])(
    'takes %j as no address',
    written => {
      expect(normalizeEmail(written)).toBeUndefined();
    },
  );
});
