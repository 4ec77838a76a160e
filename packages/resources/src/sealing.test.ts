import { describe, expect, it } from '@jest/globals';

import { NONCE_BYTES, openSecret, parseSecretsKey, sealSecret } from './sealing.ts';

const key = Buffer.alloc(32, 1);
const nonce = Buffer.alloc(NONCE_BYTES, 2);
const place = 'acme/destination/dst_1/secret';
const sealed = sealSecret('sésame', { key, nonce, place });

describe('sealing', () => {
  it('opens what it sealed, and shows nothing of it', () => {
    expect(openSecret(sealed, { key, place })).toBe('sésame');
    expect(sealed).toMatch(/^v1\.[0-9a-f]{8}\.[\w-]+$/);
  });

  it('opens with no other key and at no other place', () => {
    expect(() => openSecret(sealed, { key: Buffer.alloc(32, 9), place })).toThrow('another key');
    expect(() => openSecret(sealed, { key, place: 'acme/destination/dst_2/secret' })).toThrow(
      'belong elsewhere',
    );
  });

  it('refuses changed, cut and foreign texts', () => {
    const last = sealed.at(-1) === 'A' ? 'B' : 'A';
    for (const text of [
      `${sealed.slice(0, -2)}${last}${sealed.slice(-1)}`,
      sealed.slice(0, 20),
      'v2.x.y',
      '',
    ]) {
      expect(() => openSecret(text, { key, place })).toThrow(`opening the secret of ${place} failed`);
    }
  });

  it('reads keys of 32 bytes in hexadecimal and base64 only', () => {
    expect(parseSecretsKey('01'.repeat(32))).toEqual(key);
    expect(parseSecretsKey(key.toString('base64'))).toEqual(key);
    expect(parseSecretsKey('01'.repeat(31))).toBeUndefined();
    expect(parseSecretsKey('change-me')).toBeUndefined();
  });
});
