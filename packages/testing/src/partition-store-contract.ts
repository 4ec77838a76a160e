import type * as JestGlobals from '@jest/globals';
import type { PartitionStore } from '@millrace/redis';

const state = (key: string, text: string, dueAt?: number) => ({ key, bytes: Buffer.from(text), dueAt });
const removed = (key: string) => ({ key, bytes: undefined, dueAt: undefined });

/** Jest, handed in because its globals cannot be imported where no test runs. */
export type Jest = Pick<typeof JestGlobals, 'describe' | 'expect' | 'it'>;

/** What every store of a partition does; `createStore` gives an empty one. */
export function describePartitionStore(
  { describe, expect, it }: Jest,
  name: string,
  createStore: () => Promise<PartitionStore>,
): void {
  describe(`partition store: ${name}`, () => {
    it('is empty and stands nowhere at first', async () => {
      const store = await createStore();
      expect(await store.load(['a'])).toEqual({ position: undefined, states: [undefined] });
      expect(await store.timers(10)).toEqual({ position: undefined, count: 0, timers: [] });
    });

    it('gives states in order of the keys, with the position', async () => {
      const store = await createStore();
      expect(
        await store.apply({ from: undefined, to: 5n, updates: [state('a', '1'), state('b', '2')] }),
      ).toBe(true);
      expect(await store.load(['b', 'none', 'a'])).toEqual({
        position: 5n,
        states: [Buffer.from('2'), undefined, Buffer.from('1')],
      });
    });

    it('keeps any bytes and any key but the reserved', async () => {
      const store = await createStore();
      const bytes = Buffer.from([0, 255, 10, 13, 0, 128]);
      await store.apply({
        from: undefined,
        to: 1n,
        updates: [{ key: 'ключ 🔑\n', bytes, dueAt: 7 }, state('', 'empty key')],
      });
      expect((await store.load(['ключ 🔑\n', ''])).states).toEqual([bytes, Buffer.from('empty key')]);
      expect((await store.timers(1)).timers).toEqual([{ key: 'ключ 🔑\n', dueAt: 7 }]);
    });

    it('replaces and removes states', async () => {
      const store = await createStore();
      await store.apply({ from: undefined, to: 1n, updates: [state('a', '1'), state('b', '1')] });
      await store.apply({ from: 1n, to: 2n, updates: [state('a', '2'), removed('b')] });
      expect(await store.load(['a', 'b'])).toEqual({ position: 2n, states: [Buffer.from('2'), undefined] });
    });

    it('changes nothing when it stands elsewhere', async () => {
      const store = await createStore();
      await store.apply({ from: undefined, to: 5n, updates: [state('a', '1', 10)] });
      expect(await store.apply({ from: 4n, to: 6n, updates: [state('a', '2', 20)] })).toBe(false);
      expect(await store.apply({ from: undefined, to: 6n, updates: [removed('a')] })).toBe(false);
      expect(await store.load(['a'])).toEqual({ position: 5n, states: [Buffer.from('1')] });
      expect((await store.timers(10)).timers).toEqual([{ key: 'a', dueAt: 10 }]);
    });

    it('takes a repeated change as the same change', async () => {
      const store = await createStore();
      const change = { from: undefined, to: 5n, updates: [state('a', '1')] };
      await store.apply(change);
      expect(await store.apply(change)).toBe(true);
      expect(await store.load(['a'])).toEqual({ position: 5n, states: [Buffer.from('1')] });
    });

    it('orders timers by due time, then by key bytes, and counts those behind', async () => {
      const store = await createStore();
      const updates = [state('c', '', 30), state('b', '', 10), state('a', '', 10), state('none', '')];
      await store.apply({ from: undefined, to: 1n, updates });
      expect(await store.timers(2)).toEqual({
        position: 1n,
        count: 3,
        timers: [
          { key: 'a', dueAt: 10 },
          { key: 'b', dueAt: 10 },
        ],
      });
    });

    it('moves a timer with its state, and drops it when it is done or its state goes', async () => {
      const store = await createStore();
      await store.apply({
        from: undefined,
        to: 1n,
        updates: [state('a', '', 10), state('b', '', 20), state('c', '', 30), state('d', '', 40)],
      });
      await store.apply({
        from: 1n,
        to: 2n,
        updates: [state('a', '', 50), state('b', ''), removed('c')],
        doneTimers: ['d'],
      });
      expect((await store.timers(10)).timers).toEqual([{ key: 'a', dueAt: 50 }]);
    });

    it('forgets everything, if it stands where the caller thinks', async () => {
      const store = await createStore();
      await store.apply({ from: undefined, to: 5n, updates: [state('a', '1', 10)] });
      expect(await store.clear(4n)).toBe(false);
      expect(await store.clear(5n)).toBe(true);
      expect(await store.load(['a'])).toEqual({ position: undefined, states: [undefined] });
      expect((await store.timers(10)).count).toBe(0);
    });

    it('takes thousands of changes at once and gives all of them in a scan', async () => {
      const store = await createStore();
      const updates = Array.from({ length: 10_000 }, (_, n) => state(`key-${n}`, `${n}`, n));
      expect(await store.apply({ from: undefined, to: 1n, updates })).toBe(true);
      const seen = new Map<string, string>();
      let cursor = '0';
      do {
        const page = await store.scan(cursor, 700);
        for (const { key, bytes } of page.states) seen.set(key, bytes.toString());
        cursor = page.cursor;
      } while (cursor !== '0');
      expect(seen.size).toBe(10_000);
      expect(seen.get('key-9999')).toBe('9999');
      await store.apply({ from: 1n, to: 2n, updates: updates.map(({ key }) => removed(key)) });
      expect((await store.timers(1)).count).toBe(0);
    });

    it('removes only states that nobody changed since', async () => {
      const store = await createStore();
      await store.apply({ from: undefined, to: 1n, updates: [state('a', '1', 10), state('b', '1', 10)] });
      const { states } = await store.scan('0', 10);
      await store.apply({ from: 1n, to: 2n, updates: [state('b', '2', 20)] });
      expect(await store.removeUnchanged(states)).toBe(1);
      expect(await store.load(['a', 'b'])).toEqual({ position: 2n, states: [undefined, Buffer.from('2')] });
      expect((await store.timers(10)).timers).toEqual([{ key: 'b', dueAt: 20 }]);
    });
  });
}
