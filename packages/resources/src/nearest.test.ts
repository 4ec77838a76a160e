import { describe, expect, it } from '@jest/globals';

import { nearest } from './nearest.ts';

describe('nearest', () => {
  it.each([
    ['sorces', 'sources'],
    ['write_keys', 'writeKeys'],
    ['Name', 'name'],
    ['sapce', 'space'],
    ['nmae', 'name'],
  ])('takes %s for %s', (written, meant) => {
    expect(nearest(written, ['name', 'sources', 'writeKeys', 'space'])).toBe(meant);
  });

  it('guesses nothing where nothing is near', () => {
    expect(nearest('colour', ['name', 'sources'])).toBeUndefined();
  });
});
