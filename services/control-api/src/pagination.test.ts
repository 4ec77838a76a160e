import { describe, expect, it } from '@jest/globals';

import { page } from './pagination.ts';

const entries = (...ids: readonly string[]) => ids.map(id => ({ id }));
const five = entries('a', 'b', 'c', 'd', 'e');

const ask = (all: readonly { id: string }[], count: number, cursor?: string) => {
  const found = page(all, { 'pagination[count]': count, 'pagination[cursor]': cursor });
  if (found === undefined) throw new Error('the cursor was refused');
  return { ids: found.entries.map(({ id }) => id).join(''), ...found.pagination };
};

describe('page', () => {
  it('walks a list forward and back', () => {
    const first = ask(five, 2);
    const second = ask(five, 2, first.next);
    const third = ask(five, 2, second.next);
    expect([first.ids, second.ids, third.ids]).toEqual(['ab', 'cd', 'e']);
    expect(third.next).toBeUndefined();
    expect(first.previous).toBeUndefined();
    expect(ask(five, 2, third.previous).ids).toBe('cd');
    expect(ask(five, 2, second.previous)).toEqual(first);
    expect(ask(five, 2, second.current)).toEqual(second);
    expect(first.totalEntries).toBe(5);
  });

  it('neither skips nor repeats what stays while entries come and go', () => {
    const { next } = ask(five, 2);
    expect(ask(entries('b', 'c', 'd'), 2, next).ids).toBe('cd');
    expect(ask(entries('a', 'b', 'bb', 'd', 'e'), 2, next).ids).toBe('de');
  });

  it('gives an empty page of an empty list, and past the end', () => {
    expect(ask([], 2)).toMatchObject({ ids: '', totalEntries: 0 });
    const { next } = ask(five, 4);
    const past = ask(entries('a', 'b'), 4, next);
    expect(past.ids).toBe('');
    expect(ask(entries('a', 'b'), 4, past.previous).ids).toBe('ab');
  });

  it('refuses what is no cursor', () => {
    expect(page(five, { 'pagination[count]': 2, 'pagination[cursor]': 'zzz' })).toBeUndefined();
  });
});
