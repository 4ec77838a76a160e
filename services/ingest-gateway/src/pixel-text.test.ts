import { describe, expect, it } from '@jest/globals';

import { pixelText } from './pixel-text.ts';

const event = { userId: 'u', event: 'Email Opened', properties: { subject: 'Grüße ?>~' } };
const base64 = Buffer.from(JSON.stringify(event)).toString('base64');

describe('the event of a pixel', () => {
  it.each([
    ['base64', `data=${encodeURIComponent(base64)}`],
    ['base64 whose plus signs are not escaped', `data=${base64.replaceAll('=', '%3D')}`],
    ['base64 of the alphabet for URLs', `data=${Buffer.from(JSON.stringify(event)).toString('base64url')}`],
    ['JSON as it is', `data=${encodeURIComponent(JSON.stringify(event))}`],
    ['parameters', 'userId=u&event=Email+Opened&properties.subject=Gr%C3%BC%C3%9Fe%20%3F%3E~'],
  ])('is read from %s', (_what, query) => {
    expect(JSON.parse(pixelText(query) ?? '')).toEqual(event);
  });

  it.each([
    ['', {}],
    ['a=1&a=2', { a: '2' }],
    ['a=1&a.b=2', { a: { b: '2' } }],
    ['a.b=1&a=2', { a: '2' }],
    ['a.b.c=1&a.b.d=2&a.e=3', { a: { b: { c: '1', d: '2' }, e: '3' } }],
    ['a..b=1&.=2', { a: { '': { b: '1' } }, '': { '': '2' } }],
    ['a=%22%5C%00', { a: '"\\\0' }],
  ])('makes of %p an object', (query, expected) => {
    expect(JSON.parse(pixelText(query) ?? '')).toEqual(expected);
  });

  it('keeps a member that is called __proto__ a member', () => {
    expect(pixelText('__proto__.admin=1')).toBe('{"__proto__":{"admin":"1"}}');
  });

  it('is none where it leads too deep', () => {
    expect(pixelText(`${'a.'.repeat(64)}a=1`)).toBeUndefined();
    expect(pixelText(`${'a.'.repeat(63)}a=1`)).toContain('"a":"1"');
  });
});
