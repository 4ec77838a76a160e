import { describe, expect, it } from '@jest/globals';
import type { OutgoingRecord } from '@millrace/kafka';

import { produceWaves, recordBytes } from './produce-waves.ts';

const record = (partition: number, bytes: number, key = 'k'): OutgoingRecord => ({
  topic: 'out',
  partition,
  key,
  value: Buffer.alloc(bytes),
  headers: {},
});

describe('produceWaves', () => {
  it('puts all in one send while no partition passes the bound', () => {
    expect(produceWaves([record(0, 400), record(1, 400), record(0, 400)], 1_000)).toHaveLength(1);
  });

  it('starts another send for the partition that is full and keeps its order', () => {
    const [a, b, c] = [record(0, 400, 'a'), record(0, 400, 'b'), record(0, 400, 'c')];
    expect(produceWaves([a, b, c], 900)).toEqual([[a, b], [c]]);
  });

  it('sends a record past the bound alone', () => {
    const [small, large, last] = [record(0, 10, 'a'), record(0, 5_000, 'b'), record(0, 10, 'c')];
    expect(produceWaves([small, large, last], 1_000)).toEqual([[small], [large], [last]]);
  });

  it('has nothing to send where there are no records', () => {
    expect(produceWaves([], 1_000)).toEqual([]);
  });
});

describe('recordBytes', () => {
  it('counts key, value and headers', () => {
    const plain = recordBytes(record(0, 100, 'key'));
    const withHeaders = recordBytes({
      ...record(0, 100, 'key'),
      headers: { name: 'value', list: ['a', 'b'] },
    });
    expect(plain).toBeGreaterThanOrEqual(103);
    expect(withHeaders - plain).toBeGreaterThanOrEqual(
      'name'.length + 'value'.length + 'listlist'.length + 2,
    );
  });
});
