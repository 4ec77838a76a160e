import { describe, expect, it } from '@jest/globals';

import { objectMentioning } from './json-text.ts';

describe('objectMentioning', () => {
  it('gives the whole object where the member is mentioned at any depth', () => {
    expect(objectMentioning('{"traits":{"email":"a@b.c"},"ip":"::1"}', 'email')).toEqual({
      traits: { email: 'a@b.c' },
      ip: '::1',
    });
  });

  it.each([
    ['no text', null],
    ['a text without the member', '{"mail":"a@b.c"}'],
    ['a longer name', '{"emailed":true}'],
    ['a list', '["email"]'],
    ['a text', '"email"'],
    ['broken JSON', '{"email":'],
  ])('gives nothing for %s', (_, text) => {
    expect(objectMentioning(text, 'email')).toBeUndefined();
  });
});
