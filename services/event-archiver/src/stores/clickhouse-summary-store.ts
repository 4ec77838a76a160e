import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { ClickHouse } from '@millrace/clickhouse';

import type { SummaryStore } from '../summaries/summary-store.ts';
import { joined, type Summary, type Tally } from '../summaries/summary.ts';

/** A tally as the queries give it; 64-bit integers arrive as text. */
type TallyRow = {
  readonly source_id: string;
  readonly type: string;
  readonly event: string;
  readonly detail: readonly string[];
  readonly events: number;
  readonly first_seen_at: string;
  readonly last_seen_at: string;
};

type KnownRow = {
  readonly owner: readonly string[];
  readonly names: readonly (readonly string[])[];
  readonly count: number;
};

const FOLDER = join(import.meta.dirname, '..', '..', 'queries');

/** Sums in ClickHouse, beside the rows they are made from. Reads its queries once. */
export async function createClickHouseSummaryStore(
  clickhouse: Pick<ClickHouse, 'query' | 'insertRows'>,
  summaries: readonly Summary[],
): Promise<SummaryStore> {
  const files = new Set(summaries.flatMap(({ queries }) => Object.values(queries)));
  const texts = new Map<string, string>();
  for (const file of files) texts.set(file, await readFile(join(FOLDER, file), 'utf8'));
  const query = (file: string): string => texts.get(file) ?? '';

  return {
    async position({ into }, { topic, partition }, signal) {
      const rows = await clickhouse.query<{ position: string }>(selectPosition, {
        parameters: { table: into, topic, partition },
        signal,
      });
      return offsetOf(rows[0]?.position);
    },
    async firstOffset({ from }, { topic, partition }, signal) {
      const rows = await clickhouse.query<{ first: string }>(selectFirstOffset, {
        parameters: { table: from, topic, partition },
        signal,
      });
      return offsetOf(rows[0]?.first);
    },
    async tally({ queries, from: table }, stretch, signal) {
      const parameters = { ...stretch, table };
      const rows = await clickhouse.query<TallyRow>(query(queries.sumUp), { parameters, signal });
      const known = await clickhouse.query<KnownRow>(query(queries.findKnown), { parameters, signal });
      return {
        tallies: rows.map(tallyOf),
        known: new Map(
          known.map(({ owner, names, count }) => [
            joined(owner),
            { names: new Set(names.map(joined)), count },
          ]),
        ),
      };
    },
    async add({ into, detailColumns }, { tallies, stretch, token }, signal) {
      const { topic, partition, to } = stretch;
      const noDetail = detailColumns.map(() => '');
      await clickhouse.insertRows({
        table: into,
        columns: ['source_id', 'type', 'event', ...detailColumns, ...commonColumns],
        rows: [
          ...tallies.map(tally => [
            tally.sourceId,
            tally.type,
            tally.event,
            ...tally.detail,
            ...['', 0, tally.events, tally.firstSeenAt, tally.lastSeenAt, 0],
          ]),
          ['', '', '', ...noDetail, topic, partition, 0, 0, 0, to],
        ],
        deduplicationToken: token,
        signal,
      });
    },
  };
}

const commonColumns = ['topic', 'partition', 'events', 'first_seen_at', 'last_seen_at', 'through'];

function tallyOf(row: TallyRow): Tally {
  return {
    sourceId: row.source_id,
    type: row.type,
    event: row.event,
    detail: row.detail,
    events: row.events,
    firstSeenAt: Number(row.first_seen_at),
    lastSeenAt: Number(row.last_seen_at),
  };
}

function offsetOf(written: string | undefined): number | undefined {
  return written === undefined || written === '' ? undefined : Number(written);
}

// Both answer one row, whatever there is; '' stands for nothing.
const selectPosition = `
SELECT if(count() = 0, '', toString(max(through))) AS position
FROM {database:Identifier}.{table:Identifier}
WHERE source_id = '' AND topic = {topic:String} AND partition = {partition:UInt32}
SETTINGS select_sequential_consistency = 1`;

const selectFirstOffset = `
SELECT if(count() = 0, '', toString(min(offset))) AS first
FROM {database:Identifier}.{table:Identifier}
WHERE topic = {topic:String} AND partition = {partition:UInt32}`;
