import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { ConfigError } from '@millrace/errors';

import type { ClickHouse } from '../create-clickhouse.ts';

const TABLE_ALREADY_EXISTS = 57;
const ASK_AGAIN_MS = 100;
/** A holder that has not finished by then has died: its lock is taken away. Statements can run twice without harm, so a slow one loses nothing. */
const LEASE_MS = 60_000;

/**
 * Runs `work` while no other process runs theirs on the same database. ClickHouse has no locks; but of several that create
 * one table, exactly one succeeds: whoever creates `migration_lock` holds it until they drop it.
 */
export async function whileLocked(
  clickhouse: ClickHouse,
  work: () => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  const holder = randomUUID();
  while (!(await tryLock(clickhouse, holder, signal))) {
    if (await isExpired(clickhouse, signal)) await unlock(clickhouse);
    else await sleep(ASK_AGAIN_MS, undefined, { signal });
  }
  try {
    await work();
  } finally {
    if ((await noteOf(clickhouse, signal))?.startsWith(holder) === true) await unlock(clickhouse);
  }
}

async function tryLock(clickhouse: ClickHouse, holder: string, signal?: AbortSignal): Promise<boolean> {
  const note = `${holder} ${Date.now() + LEASE_MS}`;
  try {
    await clickhouse.run(
      `CREATE TABLE {database:Identifier}.migration_lock (held UInt8) ENGINE = Memory COMMENT '${note}'`,
      { ...(signal && { signal }) },
    );
    return true;
  } catch (error) {
    if (error instanceof ConfigError && error.details['clickhouseCode'] === TABLE_ALREADY_EXISTS)
      return false;
    throw error;
  }
}

async function isExpired(clickhouse: ClickHouse, signal?: AbortSignal): Promise<boolean> {
  const until = (await noteOf(clickhouse, signal))?.split(' ')[1];
  return until !== undefined && Number(until) < Date.now();
}

async function noteOf(clickhouse: ClickHouse, signal?: AbortSignal): Promise<string | undefined> {
  const rows = await clickhouse.query<{ comment: string }>(
    "SELECT comment FROM system.tables WHERE database = {name:String} AND name = 'migration_lock'",
    { parameters: { name: clickhouse.database }, ...(signal && { signal }) },
  );
  return rows[0]?.comment;
}

async function unlock(clickhouse: ClickHouse): Promise<void> {
  await clickhouse.run('DROP TABLE IF EXISTS {database:Identifier}.migration_lock');
}
