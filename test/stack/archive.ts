import { createClient, type ClickHouseClient } from '@clickhouse/client';

import type { PlacedEvent } from '../ledger/ledger.ts';

/** A row of the archive. */
export type ArchiveRow = Readonly<Record<string, unknown>>;

/** Tables that know an event by its message id. */
export type ArchiveTable = 'events' | 'blocked_events' | 'identity_changes' | 'delivery_outcomes';

/** The archive as a reader of SQL sees it. */
export type Archive = {
  /** Where the events received since a time lie (epoch milliseconds). */
  placedSince(receivedAt: number): Promise<readonly PlacedEvent[]>;
  /** How many events received since then have a message id that begins so. */
  count(receivedSince: number, messageIdPrefix: string): Promise<number>;
  /** How often each of these events is in the archive, by message id; one that is not is missing. */
  copies(messageIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Every row of one event in a table of the archive, columns as ClickHouse's JSON spells them; 64-bit integers as text. */
  rowsOf(messageId: string, table?: ArchiveTable): Promise<readonly ArchiveRow[]>;
  /** Every row of a source's events. */
  rowsOfSource(sourceId: string): Promise<readonly ArchiveRow[]>;
  close(): Promise<void>;
};

/** Parameters travel in the URL, which may not be long. */
const IDS_PER_QUERY = 100;

/** Opens the archive's database at ClickHouse's HTTP address. */
export function openArchive(url: string): Archive {
  const client = createClient({
    url,
    database: 'millrace',
    clickhouse_settings: { output_format_json_quote_64bit_integers: 1 },
  });
  const since = 'received_at >= fromUnixTimestamp64Milli({since: Int64})';
  return {
    async placedSince(receivedAt) {
      const rows = await select<PlacedEvent & { readonly offset: string }>(
        client,
        `SELECT message_id AS messageId, profile_id AS profileId, partition, offset FROM events WHERE ${since}`,
        { since: receivedAt },
      );
      return rows.map(row => ({ ...row, offset: Number(row.offset) }));
    },
    async count(receivedSince, messageIdPrefix) {
      const rows = await select<{ readonly events: string }>(
        client,
        `SELECT uniqExact(message_id) AS events FROM events WHERE ${since} AND startsWith(message_id, {prefix: String})`,
        { since: receivedSince, prefix: messageIdPrefix },
      );
      return Number(rows[0]?.events ?? 0);
    },
    async copies(messageIds) {
      const counts = new Map<string, number>();
      for (let at = 0; at < messageIds.length; at += IDS_PER_QUERY) {
        const rows = await select<{ readonly messageId: string; readonly rows: string }>(
          client,
          'SELECT message_id AS messageId, count() AS rows FROM events WHERE message_id IN {ids: Array(String)} GROUP BY message_id',
          { ids: messageIds.slice(at, at + IDS_PER_QUERY) },
        );
        for (const { messageId, rows: count } of rows) counts.set(messageId, Number(count));
      }
      return counts;
    },
    rowsOf: (messageId, table = 'events') =>
      select<ArchiveRow>(client, `SELECT * FROM ${table} WHERE message_id = {id: String}`, { id: messageId }),
    rowsOfSource: sourceId =>
      select<ArchiveRow>(client, 'SELECT * FROM events WHERE source_id = {id: String}', { id: sourceId }),
    close: () => client.close(),
  };
}

async function select<Row>(
  client: ClickHouseClient,
  query: string,
  parameters: Readonly<Record<string, unknown>>,
): Promise<Row[]> {
  const result = await client.query({ query, query_params: parameters, format: 'JSONEachRow' });
  return result.json<Row>();
}
