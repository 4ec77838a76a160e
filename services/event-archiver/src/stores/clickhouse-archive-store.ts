import type { ClickHouse } from '@millrace/clickhouse';

import type { ArchiveStore } from '../archive-store.ts';

/** Keeps the archive's rows in ClickHouse. */
export function createClickHouseArchiveStore(clickhouse: ClickHouse): ArchiveStore {
  return {
    insert: ({ table, rows, token, signal }) =>
      clickhouse.insertRows({
        table: table.name,
        columns: table.columns,
        rows: rows.map(({ values }) => values),
        deduplicationToken: token,
        signal,
      }),
    async presentOffsets(table, { topic, partition, from, to }, signal) {
      const rows = await clickhouse.query<{ offset: string }>(selectPresentOffsets, {
        parameters: { table: table.name, topic, partition, from, to },
        signal,
      });
      return new Set(rows.map(({ offset }) => Number(offset)));
    },
  };
}

// Where replicas share the load, only a read that waits for all inserts may say that a row is missing.
const selectPresentOffsets = `
SELECT offset
FROM {database:Identifier}.{table:Identifier}
WHERE topic = {topic:String} AND partition = {partition:UInt32} AND offset BETWEEN {from:UInt64} AND {to:UInt64}
SETTINGS select_sequential_consistency = 1`;
