import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testEndpoints } from '@millrace/testing';

import { createClickHouse, type ClickHouse } from './create-clickhouse.ts';

const database = `test_${randomUUID().replaceAll('-', '')}`;
const clickhouse = createClickHouse({ url: testEndpoints().clickhouse, database, application: 'test' });
const { signal } = new AbortController();

beforeAll(async () => {
  await clickhouse.run('CREATE DATABASE {database:Identifier}');
  await clickhouse.run(`
    CREATE TABLE {database:Identifier}.rows (id UInt64, at DateTime64(3, 'UTC'), note String, code Nullable(UInt16))
    ENGINE = MergeTree PARTITION BY toYYYYMM(at) ORDER BY id SETTINGS non_replicated_deduplication_window = 100`);
});

afterAll(async () => {
  await clickhouse.run('DROP DATABASE {database:Identifier}');
  await clickhouse.close();
});

const aRow = (id: number, at = 0): unknown[] => [id, at, '', null];

const insert = (rows: readonly (readonly unknown[])[], deduplicationToken: string): Promise<void> =>
  clickhouse.insertRows({
    table: 'rows',
    columns: ['id', 'at', 'note', 'code'],
    rows,
    deduplicationToken,
    signal,
  });

const ids = async (from: number, to: number): Promise<number[]> => {
  const rows = await clickhouse.query<{ id: string }>(
    'SELECT id FROM {database:Identifier}.rows WHERE id BETWEEN {from:UInt64} AND {to:UInt64} ORDER BY id',
    { parameters: { from, to } },
  );
  return rows.map(({ id }) => Number(id));
};

describe('inserting rows', () => {
  it('keeps values as they are', async () => {
    const note = 'quotes " and \\ and \n and \u{1f600} and \u0000';
    await insert([[1, Date.UTC(2026, 0, 2, 3, 4, 5, 6), note, 200]], randomUUID());
    const rows = await clickhouse.query(
      'SELECT toString(at) AS at, note, code FROM {database:Identifier}.rows WHERE id = 1',
    );
    expect(rows).toEqual([{ at: '2026-01-02 03:04:05.006', note, code: 200 }]);
  });

  it('drops a block whose token came before, whatever its rows', async () => {
    await insert([aRow(10), aRow(11)], 'twice');
    await insert([aRow(10), aRow(11)], 'twice');
    await insert([aRow(12)], 'twice');
    expect(await ids(10, 19)).toEqual([10, 11]);
  });

  it('keeps equal rows under other tokens', async () => {
    await insert([aRow(20)], 'one');
    await insert([aRow(20)], 'another');
    expect(await ids(20, 29)).toEqual([20, 20]);
  });

  it('completes a block of which one month was written before', async () => {
    const [january, march] = [aRow(30, Date.UTC(2026, 0, 1)), aRow(31, Date.UTC(2026, 2, 1))];
    await insert([january], 'months');
    await insert([january, march], 'months');
    expect(await ids(30, 39)).toEqual([30, 31]);
  });

  it('writes one token once when many write it at the same time', async () => {
    await Promise.all(Array.from({ length: 8 }, () => insert([aRow(40)], 'race')));
    expect(await ids(40, 49)).toEqual([40]);
  });

  it('refuses rows that do not fit, all of the block, for good', async () => {
    const misfit = insert([aRow(50), ['no number', 0, '', null]], randomUUID());
    await expect(misfit).rejects.toMatchObject({ name: 'InvalidRecordError', code: 'clickhouse-refused' });
    expect(await ids(50, 59)).toEqual([]);
  });

  it('says that a missing table is for a person to mend', async () => {
    const absent = clickhouse.insertRows({
      table: 'absent',
      columns: ['id'],
      rows: [[1]],
      deduplicationToken: 'x',
    });
    await expect(absent).rejects.toMatchObject({ name: 'ConfigError', details: { clickhouseCode: 60 } });
  });
});

describe('a ClickHouse that is not there', () => {
  const reach = (url: string): ClickHouse =>
    createClickHouse({ url, database, application: 'test', requestTimeoutMs: 100 });

  it('is a failure that passes', async () => {
    const absent = reach('http://127.0.0.1:1');
    await expect(absent.ping()).rejects.toMatchObject({
      name: 'TransientError',
      code: 'clickhouse-unavailable',
    });
    await absent.close();
  });

  it('is not waited for beyond the deadline, nor beyond the signal', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const client = reach(`http://127.0.0.1:${(silent.address() as AddressInfo).port}`);
    await expect(client.ping()).rejects.toMatchObject({ name: 'TransientError' });
    const given = new AbortController();
    const ping = client.ping(given.signal);
    given.abort(new Error('not needed any more'));
    await expect(ping).rejects.toThrow('not needed any more');
    await client.close();
    silent.closeAllConnections();
    silent.close();
  });
});
