import type { ClickHouse } from '@millrace/clickhouse';

import type { InvocationStore, SeenInvocation } from '../invocation-store.ts';
import { askingTheArchive } from './asking-the-archive.ts';

/** ClickHouse writes 64-bit integers as text. */
type Row = Omit<SeenInvocation, 'startedAt' | 'nextAttemptAt'> & {
  readonly startedAt: string;
  readonly nextAttemptAt: string | null;
};

/** Runs of functions, from the table that event-archiver writes. */
export function createClickHouseInvocationStore(clickhouse: Pick<ClickHouse, 'query'>): InvocationStore {
  return {
    async list({ functionId, outcomes, before, count }, signal) {
      const parameters = {
        function: functionId,
        outcomes: outcomes.join(','),
        count,
        startedAt: before?.startedAt ?? FAR_FUTURE,
        invocation: before?.invocationId ?? '',
        attempt: before?.attempt ?? 0,
      };
      const rows = await askingTheArchive(() =>
        clickhouse.query<Row>(selectInvocations, { parameters, signal }),
      );
      return rows.map(row => ({
        ...row,
        startedAt: Number(row.startedAt),
        nextAttemptAt: row.nextAttemptAt === null ? null : Number(row.nextAttemptAt),
      }));
    },
  };
}

/** Within what a DateTime64 can say. */
const FAR_FUTURE = Date.UTC(2200, 0);

const selectInvocations = `
SELECT
  invocation_id AS invocationId, attempt, toUnixTimestamp64Milli(started_at) AS startedAt,
  function_version AS functionVersion, source_id AS sourceId, outcome, code, message, stack,
  duration_ms AS durationMs, cpu_ms AS cpuMs, events, toUnixTimestamp64Milli(next_attempt_at) AS nextAttemptAt,
  reply_status AS replyStatus, console, fetches, request
FROM {database:Identifier}.function_invocations
WHERE function_id = {function:String}
  AND has(splitByChar(',', {outcomes:String}), outcome)
  AND started_at <= fromUnixTimestamp64Milli({startedAt:Int64})
  AND (toUnixTimestamp64Milli(started_at), invocation_id, attempt)
    < ({startedAt:Int64}, {invocation:String}, {attempt:UInt32})
ORDER BY function_id DESC, started_at DESC, invocation_id DESC, attempt DESC
LIMIT {count:UInt32}`;
