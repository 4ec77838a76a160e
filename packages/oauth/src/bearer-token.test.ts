import { describe, expect, it } from '@jest/globals';

import { bearerToken, secretMatcher } from './bearer-token.ts';

describe('the token of an Authorization header', () => {
  it.each([
    ['Bearer abc', 'abc'],
    ['bearer   abc ', 'abc'],
    ['Basic abc', undefined],
    ['Bearer', undefined],
    ['Bearer abc.def', 'abc.def'],
    // A token, though no good one: whoever asks with it is not somebody without a token.
    ['Bearer a b', 'a b'],
    [undefined, undefined],
  ])('%s -> %s', (header, token) => {
    expect(bearerToken(header)).toBe(token);
  });
});

it('only the whole secret matches', () => {
  const matches = secretMatcher('secret');
  expect(['secret', 'secre', 'secret1', 'Secret', ''].filter(matches)).toEqual(['secret']);
});
