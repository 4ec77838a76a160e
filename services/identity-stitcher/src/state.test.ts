import { describe, expect, it } from '@jest/globals';
import { encodeWire } from '@millrace/contracts';

import { MAX_IDENTIFIER_BYTES, MAX_IDENTIFIERS, MAX_MERGES } from './limits.ts';
import { graphStore, identifierKey, profileKey, profileNode } from './state.ts';

describe('the graph store', () => {
  it('has room for a profile at its limits', () => {
    const value = 'x'.repeat(MAX_IDENTIFIER_BYTES);
    const owned = { type: 'anonymous_id', value, attachedAt: 8_640_000_000_000_000 };
    const full = {
      createdAt: 8_640_000_000_000_000,
      mergedInto: null,
      mergeCount: MAX_MERGES,
      identifiers: Array.from({ length: MAX_IDENTIFIERS }, () => owned),
    };
    const bytes = encodeWire(graphStore.changelog.type, 1, profileNode(full));
    expect(bytes.length).toBeLessThan(graphStore.maxStateBytes);
  });

  it('never keeps an identifier under the key of a profile or of another space', () => {
    const keys = [
      profileKey('spa_1', 'use_a'),
      identifierKey('spa_1', { type: 'user_id', value: 'use_a' }),
      identifierKey('spa_1', { type: 'anonymous_id', value: 'use_a' }),
      identifierKey('spa_1', { type: 'user_id', value: '/use_a' }),
      identifierKey('spa_2', { type: 'user_id', value: 'use_a' }),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });
});
