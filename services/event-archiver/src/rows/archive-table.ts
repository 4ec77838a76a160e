import type { EpochMillis } from '@millrace/domain';

/** Where a record lies in the log: with its topic, the identity of its row. */
export type Position = { readonly topic: string; readonly partition: number; readonly offset: number };

/** What a column can take, as JSON; the tables are declared in migrations/. */
export type Cell = string | number | null;

/** A table of the archive: its name and its columns in the order of a row's values. */
export type ArchiveTable = { readonly name: string; readonly columns: readonly string[] };

/** A row for a table of the archive. */
export type ArchiveRow = {
  readonly table: ArchiveTable;
  readonly values: readonly Cell[];
  /** When the event behind it was received, for the end-to-end lag. */
  readonly receivedAt: EpochMillis;
};

/** A table that rows are made for from records of type S. */
export type MappedTable<S> = ArchiveTable & {
  row(source: S, position: Position, receivedAt: EpochMillis): ArchiveRow;
};

/** Declares a table by its columns: name to how it is read. Each row also says where its record lies. */
export function mappedTable<S>(
  name: string,
  columns: Readonly<Record<string, (source: S) => Cell>>,
): MappedTable<S> {
  const readers = Object.values(columns);
  const table = { name, columns: [...Object.keys(columns), 'topic', 'partition', 'offset'] };
  return {
    ...table,
    row: (source, { topic, partition, offset }, receivedAt) => {
      const values = readers.map(read => read(source));
      values.push(topic, partition, offset);
      return { table, values, receivedAt };
    },
  };
}

/** Absent text is empty text in the archive; what was sent is in `original`. */
export function textOrEmpty(text: string | null): string {
  return text ?? '';
}
