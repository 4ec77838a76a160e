import { describe, expect, it } from '@jest/globals';

import { mayPageSend } from './origins.ts';

const allowed = ['https://www.example.com', 'https://*.shop.example', 'http://localhost:3000'];

describe('mayPageSend', () => {
  it.each([
    'https://www.example.com',
    'https://WWW.example.com',
    'https://a.shop.example',
    'https://b.a.shop.example',
    'http://localhost:3000',
    undefined,
  ])('lets %p send', origin => expect(mayPageSend(origin, allowed)).toBe(true));

  it.each([
    'http://www.example.com',
    'https://www.example.com:8443',
    'https://example.com',
    'https://shop.example',
    'https://.shop.example',
    'https://evilshop.example',
    'https://a.shop.example:8443',
    'https://evil.example/https://www.example.com',
    'null',
    '',
  ])('does not let %p send', origin => expect(mayPageSend(origin, allowed)).toBe(false));

  it('lets every page send where none is named', () => {
    expect(mayPageSend('https://anything.example', [])).toBe(true);
  });
});
