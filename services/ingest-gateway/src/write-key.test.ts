import { describe, expect, it } from '@jest/globals';

import { writeKeyOfBody, writeKeyOfHeader } from './write-key.ts';

const basic = (credentials: string): string => `Basic ${Buffer.from(credentials).toString('base64')}`;

describe('writeKeyOfHeader', () => {
  it.each([
    ['Basic YWJjMTIzOg==', 'abc123'],
    [basic('abc123'), 'abc123'],
    [basic('abc123:secret:more'), 'abc123'],
    [`basic  ${Buffer.from('k:').toString('base64')}`, 'k'],
    [basic(':'), undefined],
    ['Bearer abc', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('finds in %p the key %p', (header, expected) => {
    expect(writeKeyOfHeader(header)).toBe(expected);
  });
});

describe('writeKeyOfBody', () => {
  it.each([
    [{ writeKey: 'k' }, 'k'],
    [{ writeKey: '' }, undefined],
    [{ writeKey: 5 }, undefined],
    [{}, undefined],
  ])('finds in %p the key %p', (body, expected) => {
    expect(writeKeyOfBody(body)).toBe(expected);
  });
});
