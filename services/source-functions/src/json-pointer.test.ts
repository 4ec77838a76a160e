import { describe, expect, it } from '@jest/globals';

import { valueAt } from './json-pointer.ts';

const value: unknown = JSON.parse(
  '{"a":{"b":[{"c":1},{"c":2}]},"":0,"a/b":"slash","m~n":"tilde","~1":"both","__proto__":{"x":"own"}}',
);

describe('valueAt', () => {
  it.each([
    ['/a/b/1/c', 2],
    ['/', 0],
    ['/a~1b', 'slash'],
    ['/m~0n', 'tilde'],
    ['/~01', 'both'],
    ['/__proto__/x', 'own'],
  ])('finds %s', (pointer, found) => {
    expect(valueAt(value, pointer)).toEqual(found);
  });

  it.each(['/x', '/a/b/2', '/a/b/01', '/a/b/-', '/a/b/length', '/a/b/0/c/d', '/toString', '/a/constructor'])(
    'finds nothing at %s',
    pointer => {
      expect(valueAt(value, pointer)).toBeUndefined();
    },
  );
});
