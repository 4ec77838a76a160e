import { describe, expect, it } from '@jest/globals';

import { sourceSettings } from './source-settings.ts';

const isFine = (browser: object): boolean => sourceSettings.safeParse({ browser }).success;

describe('settings for browsers', () => {
  it.each(['https://t.example.com', 'http://127.0.0.1:7700', 'https://shop.example.com/m'])(
    'take %s as the public address',
    publicUrl => expect(isFine({ publicUrl })).toBe(true),
  );

  it.each([
    'shop.example.com',
    'ftp://shop.example.com',
    'https://shop.example.com/?a=1',
    'https://shop.example.com/#a',
    'https://user@shop.example.com',
  ])('refuse %s as the public address', publicUrl => expect(isFine({ publicUrl })).toBe(false));

  it('take bounds of retries within those of the library', () => {
    expect(isFine({ retry: { maxRetries: 100, maxDelayMs: 100, maxTotalMs: 60_000 } })).toBe(true);
    expect(isFine({ retry: { maxRetries: 101 } })).toBe(false);
    expect(isFine({ retry: { maxTotalMs: 59_999 } })).toBe(false);
  });

  it('gather ten events or five seconds of them, unless told otherwise', () => {
    expect(sourceSettings.parse({ browser: { batching: {} } }).browser?.batching).toEqual({
      size: 10,
      timeoutMs: 5_000,
    });
  });
});
