import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { silentLog } from '@millrace/telemetry';
import { testEndpoints } from '@millrace/testing';

import { createClickHouse, type ClickHouse } from '../create-clickhouse.ts';
import { migrate } from './migrate.ts';

let folder: string;
let clickhouse: ClickHouse;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'migrations-'));
  const database = `test_${randomUUID().replaceAll('-', '')}`;
  clickhouse = createClickHouse({ url: testEndpoints().clickhouse, database, application: 'test' });
  await write(
    '0001-create.sql',
    'CREATE TABLE IF NOT EXISTS {database:Identifier}.a (x UInt8) ENGINE = MergeTree ORDER BY x;',
  );
});

afterEach(async () => {
  await clickhouse.run('DROP DATABASE IF EXISTS {database:Identifier}');
  await clickhouse.close();
  await rm(folder, { recursive: true });
});

const write = (file: string, sql: string): Promise<void> => writeFile(join(folder, file), sql);
const run = (): Promise<void> => migrate({ clickhouse, folder, log: silentLog });
const history = (): Promise<readonly { version: number; name: string }[]> =>
  clickhouse.query('SELECT version, name FROM {database:Identifier}.migrations ORDER BY version');
const tables = async (): Promise<string[]> =>
  (await clickhouse.query<{ name: string }>('SHOW TABLES FROM {database:Identifier}')).map(
    ({ name }) => name,
  );

describe('migrate', () => {
  it('creates the database, applies what is new in order, and nothing twice', async () => {
    await run();
    await write(
      '0002-add.sql',
      'ALTER TABLE {database:Identifier}.a ADD COLUMN y UInt8;\nALTER TABLE {database:Identifier}.a ADD COLUMN z UInt8;',
    );
    await run();
    await run();
    expect(await history()).toEqual([
      { version: 1, name: 'create' },
      { version: 2, name: 'add' },
    ]);
    expect(await tables()).toEqual(['a', 'migrations']);
  });

  it('applies each migration once when several processes start at the same time', async () => {
    // Not harmless when run twice: a second process that ran it too would fail.
    await write('0002-add.sql', 'ALTER TABLE {database:Identifier}.a ADD COLUMN y UInt8;');
    await Promise.all(Array.from({ length: 5 }, run));
    expect(await history()).toEqual([
      { version: 1, name: 'create' },
      { version: 2, name: 'add' },
    ]);
  });

  it('refuses a migration that was changed after it was applied', async () => {
    await run();
    await write('0001-create.sql', 'SELECT 1;');
    await expect(run()).rejects.toMatchObject({ name: 'ConfigError', code: 'configuration-invalid' });
  });

  it('runs a migration again that a process died in', async () => {
    await write(
      '0002-add.sql',
      'CREATE TABLE IF NOT EXISTS {database:Identifier}.b (x UInt8) ENGINE = Memory;\nSELECT no_such_function();',
    );
    await expect(run()).rejects.toMatchObject({ name: 'ConfigError' });
    await write(
      '0002-add.sql',
      'CREATE TABLE IF NOT EXISTS {database:Identifier}.b (x UInt8) ENGINE = Memory;\nSELECT 1;',
    );
    await run();
    expect((await history()).map(({ version }) => version)).toEqual([1, 2]);
  });

  it('takes over the lock of a process that died with it', async () => {
    await clickhouse.run('CREATE DATABASE {database:Identifier}');
    await clickhouse.run(
      "CREATE TABLE {database:Identifier}.migration_lock (held UInt8) ENGINE = Memory COMMENT 'somebody 1000'",
    );
    await run();
    expect(await tables()).toEqual(['a', 'migrations']);
  });
});
