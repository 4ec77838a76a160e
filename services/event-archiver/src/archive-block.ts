import { InvalidRecordError, TransientError } from '@millrace/errors';

import type { ArchiveStore } from './archive-store.ts';
import { blockToken, type Block, type BlockEntry } from './blocks/block.ts';
import type { ArchiveRow, ArchiveTable } from './rows/archive-table.ts';

/** A record that the archive does not take, and why. */
export type RefusedRecord = { readonly entry: BlockEntry; readonly error: InvalidRecordError };

type Options = {
  readonly store: ArchiveStore;
  readonly signal: AbortSignal;
  /** More refused rows in one block than this are taken for a fault of ours or of the tables, which a person can mend. */
  readonly maxRefused: number;
};

type EntryWithRow = BlockEntry & { readonly row: ArchiveRow };

/** Rounds of looking for missing rows; a second is needed only after the token was remembered and its rows were not. */
const MAX_ROUNDS = 3;

/**
 * Inserts the rows of a block that was never tried before. Returns the records refused for good.
 * Throws TransientError where it should be tried again: with `completeBlock`.
 */
export async function insertBlock(block: Block, options: Options): Promise<readonly RefusedRecord[]> {
  const refused: RefusedRecord[] = [];
  for (const [table, entries] of byTable(block)) {
    await insertDividing({ table, entries, token: blockToken(block) }, options, refused);
  }
  return refused;
}

/**
 * Brings a block to its end that may have been inserted, or parts of it. The token alone would do, but for two things: a
 * table remembers a bounded number of tokens; and a ClickHouse that dies at the wrong moment remembers one whose rows it
 * never wrote. So the missing rows are looked for, and given a token of their own if the block's was spent in vain.
 */
export async function completeBlock(block: Block, options: Options): Promise<readonly RefusedRecord[]> {
  const refused: RefusedRecord[] = [];
  for (const [table, entries] of byTable(block)) {
    await insertMissing({ table, entries, block }, options, refused);
  }
  return refused;
}

async function insertMissing(
  { table, entries, block }: { table: ArchiveTable; entries: readonly EntryWithRow[]; block: Block },
  options: Options,
  refused: RefusedRecord[],
): Promise<void> {
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const present = await options.store.presentOffsets(table, block, options.signal);
    const isRefused = new Set(refused.map(({ entry }) => entry));
    const missing = entries.filter(entry => !present.has(entry.source.offset) && !isRefused.has(entry));
    if (missing.length === 0) return;
    const token = round === 0 ? blockToken(block) : `${blockToken(block)}+${round}`;
    await insertDividing({ table, entries: missing, token }, options, refused);
  }
  throw new TransientError('clickhouse-refused', `rows inserted into ${table.name} did not appear`);
}

type Insert = {
  readonly table: ArchiveTable;
  readonly entries: readonly EntryWithRow[];
  readonly token: string;
};

/** Halves what is refused until the rows at fault stand alone. Halves have tokens of their own, the same ones every time. */
async function insertDividing(insert: Insert, options: Options, refused: RefusedRecord[]): Promise<void> {
  const { table, entries, token } = insert;
  try {
    const rows = entries.map(({ row }) => row);
    await options.store.insert({ table, rows, token, signal: options.signal });
  } catch (error) {
    if (!(error instanceof InvalidRecordError)) throw error;
    const [first] = entries;
    if (entries.length === 1 && first !== undefined) refused.push({ entry: first, error });
    if (refused.length > options.maxRefused) {
      throw new TransientError('clickhouse-refused', `too many rows are refused: ${error.message}`, {
        cause: error,
      });
    }
    if (entries.length === 1) return;
    const middle = Math.ceil(entries.length / 2);
    for (const half of [entries.slice(0, middle), entries.slice(middle)]) {
      await insertDividing({ table, entries: half, token: `${token}/${rangeOf(half)}` }, options, refused);
    }
  }
}

function rangeOf(entries: readonly BlockEntry[]): string {
  return `${entries[0]?.source.offset}-${entries.at(-1)?.source.offset}`;
}

function byTable({ entries }: Block): ReadonlyMap<ArchiveTable, readonly EntryWithRow[]> {
  return Map.groupBy(entries.filter(hasRow), ({ row }) => row.table);
}

function hasRow(entry: BlockEntry): entry is EntryWithRow {
  return entry.row !== undefined;
}
