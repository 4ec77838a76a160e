import { LRUCache } from 'lru-cache';

import { encodeAsset, type EncodedAsset } from './encoded-asset.ts';
import { createLibraryText, type Copy } from './library-text.ts';

/** Gives the library as made for one source. */
export type LibraryCopies = (copy: Copy) => Promise<EncodedAsset>;

/**
 * Makes copies of the published library when they are first asked for and keeps `maxKept` of them, the last used; who asks while
 * one is being made gets the same.
 */
export function createLibraryCopies(standalone: string, maxKept: number): LibraryCopies {
  const textFor = createLibraryText(standalone);
  const kept = new LRUCache<string, Promise<EncodedAsset>>({ max: maxKept });
  return copy => {
    const key = JSON.stringify([copy.writeKey, copy.publicUrl]);
    const found = kept.get(key);
    if (found !== undefined) return found;
    const made = encodeAsset(textFor(copy), SCRIPT_TYPE);
    kept.set(key, made);
    return made;
  };
}

/** Content type of scripts. */
export const SCRIPT_TYPE = 'text/javascript; charset=utf-8';
