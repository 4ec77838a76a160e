import type { ClickHouse } from '@millrace/clickhouse';

import type { SchemaStore } from '../schema-store.ts';
import { askingTheArchive } from './asking-the-archive.ts';

type SeenRow = { readonly count: string; readonly firstSeenAt: string; readonly lastSeenAt: string };

/** What sources have sent, from the tables that event-archiver sums up. */
export function createClickHouseSchemaStore(clickhouse: Pick<ClickHouse, 'query'>): SchemaStore {
  return {
    async events(source, signal) {
      type Row = SeenRow & { readonly type: string; readonly event: string; readonly reason: string };
      const rows = await askingTheArchive(() =>
        clickhouse.query<Row>(selectEvents, { parameters: { source }, signal }),
      );
      return rows.map(row => ({ ...row, ...seen(row) }));
    },
    async properties(source, { type, event }, signal) {
      type Row = SeenRow & { readonly path: string; readonly jsonType: string };
      const rows = await askingTheArchive(() =>
        clickhouse.query<Row>(selectProperties, { parameters: { source, type, event }, signal }),
      );
      return rows.map(row => ({ ...row, ...seen(row) }));
    },
  };
}

function seen({ count, firstSeenAt, lastSeenAt }: SeenRow): {
  readonly count: number;
  readonly firstSeenAt: number;
  readonly lastSeenAt: number;
} {
  return { count: Number(count), firstSeenAt: Number(firstSeenAt), lastSeenAt: Number(lastSeenAt) };
}

const seenColumns = `
  sum(seen_events.events) AS count,
  toUnixTimestamp64Milli(min(first_seen_at)) AS firstSeenAt,
  toUnixTimestamp64Milli(max(last_seen_at)) AS lastSeenAt`;

const selectEvents = `
SELECT type, event, reason, ${seenColumns}
FROM {database:Identifier}.seen_events
WHERE source_id = {source:String}
GROUP BY type, event, reason`;

const selectProperties = `
SELECT path, json_type AS jsonType, ${seenColumns.replace('seen_events', 'seen_properties')}
FROM {database:Identifier}.seen_properties
WHERE source_id = {source:String} AND type = {type:String} AND event = {event:String}
GROUP BY path, json_type`;
