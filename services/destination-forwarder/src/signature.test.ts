import { describe, expect, it } from '@jest/globals';

import { signedHeaders } from './signature.ts';

const plan = {
  method: 'POST',
  url: 'https://example.com',
  headers: { 'x-a': '1' },
  body: 'what do ya want',
} as const;

describe('signedHeaders', () => {
  it('adds the hex HMAC-SHA1 of the text under the secret', () => {
    // Test case 2 of RFC 2202.
    const signing = {
      algorithm: 'hmac-sha1',
      header: 'x-signature',
      secret: 'Jefe',
      text: 'what do ya want for nothing?',
    } as const;
    expect(signedHeaders({ ...plan, signing })).toEqual({
      'x-a': '1',
      'x-signature': 'effcdf6ae5eb2fa2d27416d5f184df9c259a7c79',
    });
  });

  it('leaves a plan without a signature as it is', () => {
    expect(signedHeaders(plan)).toBe(plan.headers);
  });
});
