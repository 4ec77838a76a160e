import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { createTimerWindow } from './timer-window.ts';

const change = fc.record({
  key: fc.integer({ min: 0, max: 30 }).map(n => `key-${n}`),
  dueAt: fc.option(fc.integer({ min: 0, max: 40 }), { nil: undefined }),
});

describe('timer window', () => {
  it('fires all timers in the order of a list that holds them all, however small it is', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 200 }), fc.integer({ min: 1, max: 5 }), (changes, size) => {
        const store = new Map<string, number>();
        const window = createTimerWindow(size);
        const sorted = () =>
          [...store]
            .map(([key, dueAt]) => ({ key, dueAt }))
            .sort((a, b) => a.dueAt - b.dueAt || (a.key < b.key ? -1 : 1));
        for (const { key, dueAt } of changes) {
          window.set(key, dueAt, store.has(key));
          if (dueAt === undefined) store.delete(key);
          else store.set(key, dueAt);
          expect(window.count()).toBe(store.size);
        }
        const expected = sorted();
        const fired: string[] = [];
        while (store.size > 0) {
          if (window.needsFill()) window.fill(sorted().slice(0, size), store.size);
          const [next] = window.due(100, 1);
          if (next === undefined) break;
          fired.push(next.key);
          window.set(next.key, undefined, true);
          store.delete(next.key);
        }
        expect(fired).toEqual(expected.map(({ key }) => key));
      }),
    );
  });

  it('gives no timer before it is due', () => {
    const window = createTimerWindow(10);
    window.set('a', 5, false);
    expect(window.due(4, 10)).toEqual([]);
    expect(window.due(5, 10)).toEqual([{ key: 'a', dueAt: 5 }]);
    expect(window.earliest()).toBe(5);
  });
});
