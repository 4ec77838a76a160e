import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';

import { describe, expect, it } from '@jest/globals';

import { decodeContent } from './content-encoding.ts';

const plain = Buffer.from('{"event":"x"}');

describe('decodeContent', () => {
  it.each([
    ['gzip', gzipSync(plain)],
    ['X-GZIP', gzipSync(plain)],
    ['deflate', deflateSync(plain)],
    ['deflate', deflateRawSync(plain)],
    ['br', brotliCompressSync(plain)],
    ['identity', plain],
    [undefined, plain],
  ])('undoes %s', (encoding, body) => {
    expect(decodeContent(body, encoding, 1000)).toEqual(plain);
  });

  it.each(['gzip', 'deflate', 'br'])('says so when a body is not %s', encoding => {
    expect(decodeContent(Buffer.from('not compressed'), encoding, 1000)).toBe('invalidEncoding');
    expect(decodeContent(Buffer.alloc(0), encoding, 1000)).toBe('invalidEncoding');
  });

  it('says so when a body ends early', () => {
    expect(decodeContent(gzipSync(plain).subarray(0, 15), 'gzip', 1000)).toBe('invalidEncoding');
  });

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ] as const)('stops inflating %s at the bound', (encoding, compress) => {
    expect(decodeContent(compress(Buffer.alloc(10_000_000)), encoding, 1000)).toBe('tooLarge');
  });

  it('does not know zip', () => {
    expect(decodeContent(plain, 'zip', 1000)).toBe('unknownEncoding');
  });
});
