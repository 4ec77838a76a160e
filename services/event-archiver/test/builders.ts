import type { Block, BlockEntry } from '../src/blocks/block.ts';
import { mappedTable } from '../src/rows/archive-table.ts';

const table = mappedTable<string>('events', { message_id: id => id });

/** A record at an offset, with a row whose first cell is `message-<offset>`. */
export function anEntry(offset: number, overrides: Partial<BlockEntry> = {}): BlockEntry {
  const position = { topic: 'activity', partition: 0, offset };
  return {
    source: { offset, key: Buffer.from('key'), value: Buffer.from('value'), headers: {} },
    next: offset + 1,
    bytes: 100,
    row: table.row(`message-${offset}`, position, 0),
    ...overrides,
  };
}

/** A block of the entries at some offsets. */
export function aBlock(offsets: readonly number[], overrides: Partial<Block> = {}): Block {
  const [from = 0] = offsets;
  const to = offsets.at(-1) ?? from;
  const entries = offsets.map(offset => anEntry(offset));
  return { topic: 'activity', partition: 0, from, to, next: to + 1, entries, isRepeat: false, ...overrides };
}
