import type { Logger } from '@millrace/telemetry';

import type { ClickHouse } from '../create-clickhouse.ts';
import { whileLocked } from './lock.ts';
import { pendingMigrations, splitStatements, type AppliedMigration, type Migration } from './migration.ts';
import { readMigrations } from './read-migrations.ts';

type Options = {
  readonly clickhouse: ClickHouse;
  /** Folder of `NNNN-what-it-does.sql` files. Their statements must be harmless when run again (`IF NOT EXISTS`). */
  readonly folder: string;
  readonly log: Logger;
  readonly signal?: AbortSignal;
};

/**
 * Creates the database and brings it to the newest migration. Several processes may start at once: one applies, the others
 * wait for it. A process that dies in the middle leaves a migration to be run again, from its first statement.
 * Throws ConfigError where an applied migration has changed, TransientError where ClickHouse is away.
 */
export async function migrate({ clickhouse, folder, log, signal }: Options): Promise<void> {
  const migrations = await readMigrations(folder);
  const options = { ...(signal && { signal }) };
  await clickhouse.run('CREATE DATABASE IF NOT EXISTS {database:Identifier}', options);
  await clickhouse.run(createHistory, options);
  const pending = async () => pendingMigrations(migrations, await appliedMigrations(clickhouse, signal));

  if ((await pending()).length === 0) return;
  await whileLocked(
    clickhouse,
    async () => {
      for (const migration of await pending()) {
        await apply(clickhouse, migration, signal);
        log.info('Migration applied.', { migration: migration.version, name: migration.name });
      }
    },
    signal,
  );
}

const createHistory = `
CREATE TABLE IF NOT EXISTS {database:Identifier}.migrations
(
    version UInt32,
    name String,
    checksum String,
    applied_at DateTime64(3, 'UTC')
)
ENGINE = MergeTree
ORDER BY version
SETTINGS non_replicated_deduplication_window = 1000`;

async function appliedMigrations(
  clickhouse: ClickHouse,
  signal: AbortSignal | undefined,
): Promise<readonly AppliedMigration[]> {
  return clickhouse.query<AppliedMigration>(
    'SELECT version, name, checksum FROM {database:Identifier}.migrations ORDER BY version',
    { ...(signal && { signal }) },
  );
}

async function apply(
  clickhouse: ClickHouse,
  { version, name, sql, checksum }: Migration,
  signal: AbortSignal | undefined,
): Promise<void> {
  for (const statement of splitStatements(sql))
    await clickhouse.run(statement, { ...(signal && { signal }) });
  await clickhouse.insertRows({
    table: 'migrations',
    columns: ['version', 'name', 'checksum', 'applied_at'],
    rows: [[version, name, checksum, Date.now()]],
    deduplicationToken: `migration ${version}`,
    ...(signal && { signal }),
  });
}
