import { expect, it } from '@jest/globals';

import { textHeader, textHeaders } from './text-headers.ts';

const headers = { a: ['1', Buffer.from('2')], b: undefined, c: '3' };

it('a repeated header counts with its last value, one without a value not at all', () => {
  expect(textHeaders(headers)).toEqual({ a: '2', c: '3' });
  expect(textHeader(headers, 'a')).toBe('2');
  expect(textHeader(headers, 'b')).toBeUndefined();
  expect(textHeader(headers, 'd')).toBeUndefined();
});
