import { describe, expect, it } from '@jest/globals';

import { createStateCache } from './state-cache.ts';

const entry = (size: number) => ({ state: `state of ${size}`, size });

describe('state cache', () => {
  it('stays within its bytes; the least recently used go first', () => {
    const cache = createStateCache<string>(10_000);
    for (let n = 0; n < 100; n += 1) {
      cache.keep(`key-${n}`, entry(100));
      cache.get('key-0');
    }
    const kept = Array.from({ length: 100 }, (_, n) => cache.get(`key-${n}`)).filter(
      one => one !== undefined,
    );
    expect(kept.length).toBeLessThan(30);
    expect(cache.get('key-0')).toBeDefined();
    expect(cache.get('key-99')).toBeDefined();
  });

  it('holds what was changed until it is released, whatever its size', () => {
    const cache = createStateCache<string>(1);
    const changes = new Map([['a', entry(1_000)]]);
    cache.hold(changes);
    expect(cache.get('a')).toBe(changes.get('a'));
    cache.release(changes);
    expect(cache.get('a')).toBeUndefined();
  });

  it('keeps holding what a later batch changed again', () => {
    const cache = createStateCache<string>(1);
    const first = new Map([['a', entry(1)]]);
    const second = new Map([['a', entry(2)]]);
    cache.hold(first);
    cache.hold(second);
    cache.release(first);
    expect(cache.get('a')).toBe(second.get('a'));
  });
});
