import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';

/** The plain bytes, or what is wrong with the encoded ones. */
export type Decoded = Buffer | 'invalidEncoding' | 'unknownEncoding' | 'tooLarge';

/**
 * Undoes Content-Encoding. Stops as soon as the result passes the bound, so a small body cannot fill the memory. On the calling
 * thread: within the bound it takes less than the thread pool's round trip.
 */
export function decodeContent(body: Buffer, encoding: string | undefined, maxBytes: number): Decoded {
  if (encoding === undefined) return body;
  const options = { maxOutputLength: maxBytes };
  try {
    switch (encoding.trim().toLowerCase()) {
      case 'identity':
      case '':
        return body;
      case 'gzip':
      case 'x-gzip':
        return gunzipSync(body, options);
      case 'deflate':
        return hasZlibHeader(body) ? inflateSync(body, options) : inflateRawSync(body, options);
      case 'br':
        return brotliDecompressSync(body, options);
      default:
        return 'unknownEncoding';
    }
  } catch (thrown) {
    return isTooLarge(thrown) ? 'tooLarge' : 'invalidEncoding';
  }
}

/** "deflate" is the zlib format by its standard, and the bare one by some clients. The low four bits of zlib's first byte are 8. */
function hasZlibHeader(body: Buffer): boolean {
  return ((body[0] ?? 0) & 0x0f) === 8;
}

function isTooLarge(thrown: unknown): boolean {
  return (thrown as { readonly code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE';
}
