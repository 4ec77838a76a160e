import { sha256 } from '@noble/hashes/sha2.js';

import { fromHex } from './hex.ts';

const MAX_BYTES = 65_536;
const BLOCK_BYTES = 32;

/** Random bytes. Throws RangeError for more than 65,536 at once, as the standard does. */
export type Random = (size: number) => Uint8Array;

/** Random bytes from a seed that the host gives each isolate: SHA-256 of the seed and a counter. */
export function createRandom(seedHex: string): Random {
  const seed = fromHex(seedHex);
  let counter = 0;
  return size => {
    if (!Number.isInteger(size) || size < 0 || size > MAX_BYTES)
      throw new RangeError(`at most ${MAX_BYTES} random bytes are made at once`);
    const bytes = new Uint8Array(size);
    for (let at = 0; at < size; at += BLOCK_BYTES) {
      const count = new Uint8Array(new Uint32Array([++counter]).buffer);
      const block = sha256.create().update(seed).update(count).digest();
      bytes.set(block.subarray(0, size - at), at);
    }
    return bytes;
  };
}
