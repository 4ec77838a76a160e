import { describe, expect, it } from '@jest/globals';

import { writeKeyOf } from './write-key.ts';

const basic = (credentials: string): string => `Basic ${Buffer.from(credentials).toString('base64')}`;
const nothing = { headers: {}, query: '', body: {} };

describe('the write key of a request', () => {
  it.each([
    ['Basic YWJjMTIzOg==', 'abc123'],
    [basic('abc123'), 'abc123'],
    [basic('abc123:secret:more'), 'abc123'],
    [`basic  ${Buffer.from('k:').toString('base64')}`, 'k'],
    [basic(':'), undefined],
    ['Bearer abc', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('in authorization %p is %p', (authorization, expected) => {
    expect(writeKeyOf({ ...nothing, headers: { authorization } })).toBe(expected);
  });

  it.each([
    ['k:secret', 'k'],
    [' k ', 'k'],
    [':secret', undefined],
  ])('in X-Write-Key %p is %p', (header, expected) => {
    expect(writeKeyOf({ ...nothing, headers: { 'x-write-key': header } })).toBe(expected);
  });

  it.each([
    ['writeKey=k', 'k'],
    ['a=1&writeKey=k%2D1', 'k-1'],
    ['writeKey=', undefined],
    ['mywriteKey=k', undefined],
  ])('in the query %p is %p', (query, expected) => {
    expect(writeKeyOf({ ...nothing, query })).toBe(expected);
  });

  it.each([
    [{ writeKey: 'k' }, 'k'],
    [{ writeKey: 'k:***' }, 'k'],
    [{ writeKey: '' }, undefined],
    [{ writeKey: 5 }, undefined],
    [{}, undefined],
  ])('in the body %p is %p', (body, expected) => {
    expect(writeKeyOf({ ...nothing, body })).toBe(expected);
  });

  it('is what the head says, where the body says another', () => {
    const headers = { authorization: basic('of-basic:'), 'x-write-key': 'of-header' };
    const [query, body] = ['writeKey=of-query', { writeKey: 'of-body' }];
    expect(writeKeyOf({ headers, query, body })).toBe('of-basic');
    expect(writeKeyOf({ headers: { 'x-write-key': 'of-header' }, query, body })).toBe('of-header');
    expect(writeKeyOf({ headers: {}, query, body })).toBe('of-query');
  });
});
