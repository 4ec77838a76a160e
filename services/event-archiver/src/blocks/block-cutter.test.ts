import { describe, expect, it } from '@jest/globals';

import { anEntry } from '../../test/builders.ts';
import type { Block } from './block.ts';
import { createBlockCutter, type BlockCutter } from './block-cutter.ts';

const limits = { maxRows: 3, maxBytes: 1_000, maxAgeMs: 500 };

const aCutter = (unfinished?: { from: number; to: number }): BlockCutter =>
  createBlockCutter({ topic: 'activity', partition: 0, limits, unfinished });

const shapeOf = ({ from, to, next, isRepeat }: Block): unknown => ({ from, to, next, isRepeat });

const addAll = (cutter: BlockCutter, offsets: readonly number[], now = 0): Block[] =>
  offsets.flatMap(offset => cutter.add(anEntry(offset), now));

describe('a block', () => {
  it('is complete at its number of rows', () => {
    const blocks = addAll(aCutter(), [10, 11, 12, 13, 14, 15, 16]);
    expect(blocks.map(shapeOf)).toEqual([
      { from: 10, to: 12, next: 13, isRepeat: false },
      { from: 13, to: 15, next: 16, isRepeat: false },
    ]);
  });

  it('is complete at its size', () => {
    const blocks = aCutter().add(anEntry(1, { bytes: 1_000 }), 0);
    expect(blocks).toHaveLength(1);
  });

  it('is complete at its age, counted from its first record', () => {
    const cutter = aCutter();
    cutter.add(anEntry(1), 100);
    cutter.add(anEntry(2), 400);
    expect(cutter.dueAt()).toBe(600);
    expect(cutter.due(599)).toBeUndefined();
    expect(cutter.due(600)).toMatchObject({ from: 1, to: 2 });
    expect(cutter.dueAt()).toBeUndefined();
  });

  it('ends behind the markers that follow its last record', () => {
    const cutter = aCutter();
    cutter.add(anEntry(1, { next: 4 }), 0);
    expect(cutter.close()).toMatchObject({ from: 1, to: 1, next: 4 });
  });

  it('has no record twice, even if it is handed over twice', () => {
    const cutter = aCutter();
    addAll(cutter, [1, 2, 1, 2]);
    expect(cutter.close()?.entries).toHaveLength(2);
  });
});

describe('a planned block', () => {
  it('comes first and exactly as planned, beyond every limit', () => {
    const cutter = aCutter({ from: 10, to: 14 });
    const blocks = addAll(cutter, [10, 11, 12, 13, 14, 15]);
    expect(blocks.map(shapeOf)).toEqual([{ from: 10, to: 14, next: 15, isRepeat: true }]);
    expect(cutter.close()).toMatchObject({ from: 15, to: 15, isRepeat: false });
  });

  it('is never completed by time or by stopping: it stays planned', () => {
    const cutter = aCutter({ from: 10, to: 14 });
    addAll(cutter, [10, 11]);
    expect(cutter.dueAt()).toBeUndefined();
    expect(cutter.due(1_000_000)).toBeUndefined();
    expect(cutter.close()).toBeUndefined();
  });

  it('keeps its name where its ends have been compacted away', () => {
    const cutter = aCutter({ from: 10, to: 14 });
    const blocks = addAll(cutter, [11, 13, 16]);
    expect(blocks.map(shapeOf)).toEqual([{ from: 10, to: 14, next: 15, isRepeat: true }]);
    expect(cutter.close()).toMatchObject({ from: 16, to: 16 });
  });

  it('is over where nothing of it is left', () => {
    const cutter = aCutter({ from: 10, to: 14 });
    addAll(cutter, [20]);
    expect(cutter.close()).toMatchObject({ from: 20, to: 20, isRepeat: false });
  });
});
