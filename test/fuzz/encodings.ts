import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';

import fc, { type Arbitrary } from 'fast-check';

/** A body on the wire. */
export type Encoded = {
  readonly bytes: Buffer;
  readonly contentEncoding: string | undefined;
  /** Whether its Content-Encoding says what it is, and a server must undo it. */
  readonly isGood: boolean;
};

/** Ways to put a body on the wire, right and wrong. */
export const encodings: Arbitrary<(plain: Buffer) => Encoded> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.constant((bytes: Buffer): Encoded => ({ bytes, contentEncoding: undefined, isGood: true })),
  },
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      right('gzip', gzipSync),
      right('x-gzip', gzipSync),
      right('GZIP', gzipSync),
      right('deflate', deflateSync),
      right('deflate', deflateRawSync),
      right('br', brotliCompressSync),
      right('identity', bytes => bytes),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      wrong('gzip', bytes => bytes),
      wrong('gzip', bytes => gzipSync(bytes).subarray(0, -6)),
      wrong('br', gzipSync),
      wrong('deflate', brotliCompressSync),
      wrong('zstd', bytes => bytes),
      wrong('gzip, gzip', bytes => gzipSync(gzipSync(bytes))),
      // A small body that would be a large one.
      wrong('gzip', () => gzipSync(Buffer.alloc(8 * 1024 * 1024, ' '))),
      wrong('br', () => brotliCompressSync(Buffer.alloc(8 * 1024 * 1024, ' '))),
    ),
  },
);

function right(contentEncoding: string, encode: (bytes: Buffer) => Buffer): (plain: Buffer) => Encoded {
  return plain => ({ bytes: encode(plain), contentEncoding, isGood: true });
}

function wrong(contentEncoding: string, encode: (bytes: Buffer) => Buffer): (plain: Buffer) => Encoded {
  return plain => ({ bytes: encode(plain), contentEncoding, isGood: false });
}
