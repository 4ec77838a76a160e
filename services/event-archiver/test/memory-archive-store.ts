import { InvalidRecordError, TransientError } from '@millrace/errors';

import type { ArchiveStore } from '../src/archive-store.ts';
import type { ArchiveRow } from '../src/rows/archive-table.ts';

/** What a store does with one insert besides inserting. */
type Mishap = 'away' | 'reply-lost' | 'token-without-rows';

/** A store that behaves as ClickHouse does, and fails when told to. */
export type MemoryArchiveStore = ArchiveStore & {
  /** Offsets of all rows, in the order they came. */
  offsets(): readonly number[];
  /** Inserts tried, with their tokens. */
  readonly tokens: string[];
  /** What happens to the next inserts. */
  readonly mishaps: Mishap[];
  /** Offsets of rows it never takes. */
  readonly refuses: Set<number>;
};

/** Makes an empty store. */
export function createMemoryArchiveStore(): MemoryArchiveStore {
  const rows: ArchiveRow[] = [];
  const remembered = new Set<string>();
  const tokens: string[] = [];
  const mishaps: Mishap[] = [];
  const refuses = new Set<number>();
  const offsetOf = ({ values }: ArchiveRow): number => Number(values.at(-1));
  const away = new TransientError('clickhouse-unavailable', 'away');

  return {
    tokens,
    mishaps,
    refuses,
    offsets: () => rows.map(offsetOf),
    async insert({ table, rows: added, token, signal }) {
      signal.throwIfAborted();
      tokens.push(token);
      const mishap = mishaps.shift();
      if (mishap === 'away') throw away;
      if (added.some(row => refuses.has(offsetOf(row))))
        throw new InvalidRecordError('clickhouse-refused', 'no');
      const name = `${table.name} ${token}`;
      if (!remembered.has(name) && mishap !== 'token-without-rows') rows.push(...added);
      remembered.add(name);
      if (mishap !== undefined) throw away;
    },
    async presentOffsets(table, { from, to }) {
      const here = rows.filter(row => row.table === table).map(offsetOf);
      return new Set(here.filter(offset => offset >= from && offset <= to));
    },
  };
}
