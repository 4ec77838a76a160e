import { execFileSync } from 'node:child_process';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ClickHouseLogLevel, createClient, type ClickHouseClient } from '@clickhouse/client';
import { startTestingFront, type TestingFront } from './testing-front.ts';

// What Millrace relies on of ClickHouse's HTTP interface, through the published client. It runs against the front,
// and against a real server when CLICKHOUSE_URL names one.
const realServer = process.env['CLICKHOUSE_URL'];
const ofFrontOnly = realServer === undefined ? it : it.skip;
const DATABASE = 'millrace_contract';

let front: TestingFront | undefined;
let url: string;
let client: ClickHouseClient;

beforeAll(async () => {
  front = realServer === undefined ? await startTestingFront() : undefined;
  url = realServer ?? front?.url ?? '';
  const admin = createClient({ url });
  await admin.command({ query: `DROP DATABASE IF EXISTS ${DATABASE}` });
  await admin.command({ query: `CREATE DATABASE ${DATABASE}` });
  await admin.close();
  const log = { level: ClickHouseLogLevel.OFF };
  client = createClient({ url, database: DATABASE, max_open_connections: 100, log });
}, 60_000);

afterAll(async () => {
  try {
    await client.command({ query: `DROP DATABASE IF EXISTS ${DATABASE}` });
    await client.close();
  } finally {
    await front?.remove();
  }
}, 60_000);

beforeEach(async () => {
  await client.command({ query: 'DROP TABLE IF EXISTS events' });
  await client.command({
    query: `CREATE TABLE events (id UInt64, name String, tags Array(String) DEFAULT [], at Nullable(DateTime64(3)))
            ENGINE = MergeTree ORDER BY id SETTINGS non_replicated_deduplication_window = 100`,
  });
});

describe('the ClickHouse HTTP interface', () => {
  it('answers a ping', async () => {
    expect(await client.ping()).toEqual({ success: true });
    expect(await client.ping({ select: true })).toEqual({ success: true });
  });

  it('inserts objects and arrays and reads them back', async () => {
    const at = '2026-01-02 03:04:05.678';
    await client.insert({
      table: 'events',
      format: 'JSONEachRow',
      values: [{ id: 1, name: 'é "q" \\', tags: ['a'], at }],
    });
    await client.insert({
      table: 'events',
      format: 'JSONCompactEachRow',
      values: [[2, 'two', ['x', 'y'], null]],
    });
    await client.insert({
      table: 'events',
      format: 'JSONCompactEachRow',
      columns: ['name', 'id'],
      values: [['three', 3]],
    });
    expect(await rows('SELECT * FROM events ORDER BY id')).toEqual([
      { id: 1, name: 'é "q" \\', tags: ['a'], at },
      { id: 2, name: 'two', tags: ['x', 'y'], at: null },
      { id: 3, name: 'three', tags: [], at: null },
    ]);
  });

  it('inserts a stream of rows', async () => {
    const values = Readable.from(Array.from({ length: 5_000 }, (_, id) => ({ id, name: `n${id}` })));
    await client.insert({ table: 'events', format: 'JSONEachRow', values });
    expect(await count()).toBe(5_000);
  });

  it('takes the format and the rows in the text of the statement', async () => {
    await client.command({
      query: 'INSERT INTO events (id, name) FORMAT JSONEachRow\n{"id":1,"name":"one"}\n{"id":2,"name":"two"}',
    });
    await client.command({ query: "INSERT INTO events (id, name) VALUES (3, 'a;b'), (4, 'FORMAT CSV')" });
    await client.command({
      query: 'INSERT INTO events (id, name) SELECT number + 10, toString(number) FROM numbers(2)',
    });
    expect(await rows('SELECT id, name FROM events ORDER BY id')).toEqual([
      { id: 1, name: 'one' },
      { id: 2, name: 'two' },
      { id: 3, name: 'a;b' },
      { id: 4, name: 'FORMAT CSV' },
      { id: 10, name: '0' },
      { id: 11, name: '1' },
    ]);
  });

  it('answers in the format of the query, with its meta where it has one', async () => {
    const answer = await client.query({ query: 'SELECT 1 AS one', format: 'JSON' });
    expect(await answer.json()).toMatchObject({
      meta: [{ name: 'one', type: 'UInt8' }],
      data: [{ one: 1 }],
      rows: 1,
    });
    const csv = await client.query({
      query: 'SELECT number AS n FROM numbers(100000)',
      format: 'CSVWithNames',
    });
    const lines = (await csv.text()).trimEnd().split('\n');
    expect([lines[0], lines.length]).toEqual(['"n"', 100_001]);
  });

  it('packs requests and answers with gzip', async () => {
    const packed = createClient({ url, database: DATABASE, compression: { request: true, response: true } });
    const values = Array.from({ length: 1_000 }, (_, id) => ({ id, name: 'the same text again and again' }));
    await packed.insert({ table: 'events', format: 'JSONEachRow', values });
    const answer = await packed.query({
      query: 'SELECT id, name FROM events ORDER BY id',
      format: 'JSONEachRow',
    });
    expect(answer.response_headers['content-encoding']).toBe('gzip');
    expect(await answer.json()).toEqual(values);
    await packed.close();
  });

  it.each([
    ['String', 'it\'s \\ "x"\ttab\nline é 😀 {y:String}'],
    ['Nullable(String)', null],
    ['Array(String)', ["a'b", 'c\\d', 'e\nf']],
    ['UInt64', '18446744073709551615'],
    ['Map(String, UInt8)', { a: 1 }],
    ['Bool', true],
  ])('binds a placeholder of type %s', async (type, x) => {
    const answer = await client.query({
      query: `SELECT {x:${type}} AS x`,
      query_params: { x },
      format: 'JSONEachRow',
    });
    expect(await answer.json()).toEqual([{ x: type === 'UInt64' ? expect.anything() : x }]);
    expect(
      (await rows(`SELECT toString({x:${type}}) AS t, toTypeName({x:${type}}) AS type`, { x }))[0],
    ).toMatchObject({ type });
  });

  it('binds names, and values too long for a URL', async () => {
    await client.insert({ table: 'events', format: 'JSONEachRow', values: [{ id: 7, name: 'seven' }] });
    const ids = Array.from({ length: 3_000 }, (_, id) => id);
    const query = 'SELECT name FROM {table:Identifier} WHERE id IN {ids:Array(UInt64)}';
    const query_params = { table: 'events', ids };
    expect(await rows(query, query_params)).toEqual([{ name: 'seven' }]);
    const multipart = await client.query({
      query,
      query_params,
      use_multipart_params: true,
      format: 'JSONEachRow',
    });
    expect(await multipart.json()).toEqual([{ name: 'seven' }]);
  });

  it('never mixes the placeholders and settings of concurrent callers', async () => {
    const answers = await Promise.all(
      Array.from({ length: 60 }, async (_, n) => {
        const answer = await client.query({
          query: "SELECT {n:UInt32} AS n, getSetting('max_threads') AS threads",
          query_params: { n },
          clickhouse_settings: { max_threads: (n % 5) + 1 },
          format: 'JSONEachRow',
        });
        return (await answer.json<{ n: number; threads: number }>())[0];
      }),
    );
    expect(answers.map(row => row?.n)).toEqual(answers.map((_, n) => n));
    expect(answers.map(row => Number(row?.threads))).toEqual(answers.map((_, n) => (n % 5) + 1));
    await expect(rows('SELECT {n:UInt32} AS n')).rejects.toMatchObject({ code: '456' });
  });

  it('inserts a block once for a deduplication token', async () => {
    const insert = (token: string, id: number): Promise<unknown> =>
      client.insert({
        table: 'events',
        format: 'JSONEachRow',
        values: [{ id, name: token }],
        clickhouse_settings: { insert_deduplicate: 1, insert_deduplication_token: token },
      });
    await insert('t:0:1-5', 1);
    await insert('t:0:1-5', 1);
    await insert('t:0:6-9', 1);
    expect(await count()).toBe(2);
  });

  it('reports errors with their code and type', async () => {
    await expect(rows('SELECT * FROM nowhere')).rejects.toMatchObject({ code: '60', type: 'UNKNOWN_TABLE' });
    await expect(rows('selekt 1')).rejects.toMatchObject({ code: '62', type: 'SYNTAX_ERROR' });
    await expect(rows('SELECT nothing FROM events')).rejects.toMatchObject({
      code: '47',
      type: 'UNKNOWN_IDENTIFIER',
    });
    const bad = client.insert({ table: 'events', format: 'JSONEachRow', values: [{ id: 'not a number' }] });
    await expect(bad).rejects.toMatchObject({
      code: expect.stringMatching(/^\d+$/),
      type: expect.stringMatching(/^[A-Z_]+$/),
    });
    const unknown = client.query({ query: 'SELECT 1', clickhouse_settings: { no_such_setting: 1 } });
    await expect(unknown).rejects.toMatchObject({ code: '115', type: 'UNKNOWN_SETTING' });
    expect(await count()).toBe(0);
  });

  it('tells the code in a header, too', async () => {
    const answer = await fetch(url, {
      method: 'POST',
      body: 'SELECT * FROM nowhere',
      headers: authorization(),
    });
    expect([answer.status, answer.headers.get('x-clickhouse-exception-code')]).toEqual([404, '60']);
    expect(await answer.text()).toMatch(/^Code: 60\. DB::Exception: .*\(UNKNOWN_TABLE\)/);
  });

  it('reports an error that comes after part of the answer', async () => {
    const query = "SELECT throwIf(number = 900000, 'late') AS x, repeat('y', 100) AS y FROM numbers(1000000)";
    const settings = { max_block_size: '1000', max_threads: 1, wait_end_of_query: 0 } as const;
    const answer = await client.query({ query, format: 'JSONEachRow', clickhouse_settings: settings });
    const read = async (): Promise<void> => {
      for await (const page of answer.stream()) expect(page.length).toBeGreaterThan(0);
    };
    await expect(read()).rejects.toMatchObject({ code: '395', type: 'FUNCTION_THROW_IF_VALUE_IS_NON_ZERO' });
  });

  it('says the query id and how much was written', async () => {
    const inserted = await client.insert({
      table: 'events',
      format: 'JSONEachRow',
      values: [{ id: 1 }, { id: 2 }],
      query_id: 'q-1',
    });
    expect(inserted).toMatchObject({ query_id: 'q-1', summary: { written_rows: '2' } });
    expect(inserted.response_headers['x-clickhouse-query-id']).toBe('q-1');
  });

  it('reads a large answer in constant memory', async () => {
    const before = residentMb();
    const answer = await client.query({
      query: "SELECT number AS id, repeat('x', 2000) AS name FROM numbers(500000)",
      format: 'JSONEachRow',
    });
    let read = 0;
    for await (const page of answer.stream()) read += page.length;
    expect(read).toBe(500_000);
    // The answer has a gigabyte; what is held is a few blocks, and what the allocator keeps.
    expect(residentMb() - before).toBeLessThan(500);
  }, 60_000);

  it('serves many callers at once', async () => {
    const inserts = Array.from({ length: 40 }, (_, id) =>
      client.insert({ table: 'events', format: 'JSONEachRow', values: [{ id, name: 'x' }] }),
    );
    const reads = Array.from({ length: 60 }, (_, n) =>
      rows(`SELECT sum(number) + ${n} AS total FROM numbers(100000)`),
    );
    const answers = await Promise.all(reads);
    await Promise.all(inserts);
    expect(answers.map(([row]) => Number(row?.['total']))).toEqual(answers.map((_, n) => 4_999_950_000 + n));
    expect(await count()).toBe(40);
  }, 60_000);

  it('goes on after callers went away', async () => {
    const endless = "SELECT number, repeat('x', 500) AS x FROM system.numbers";
    for (let attempt = 0; attempt < 40; attempt += 1) {
      const controller = new AbortController();
      const answer = await client.query({
        query: endless,
        format: 'JSONEachRow',
        abort_signal: controller.signal,
      });
      const stream = answer.stream();
      stream.on('error', () => undefined);
      await new Promise(resolve => stream.once('data', resolve));
      stream.destroy();
      controller.abort();
    }
    const slow = new AbortController();
    const waiting = client.query({
      query: 'SELECT sleepEachRow(0.5) FROM numbers(3)',
      abort_signal: slow.signal,
    });
    setTimeout(() => slow.abort(), 100);
    await expect(waiting).rejects.toThrow();
    expect(await rows('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  }, 60_000);

  it('lets a GET look, not change', async () => {
    const get = (query: string): Promise<Response> =>
      fetch(`${url}/?${new URLSearchParams({ query, database: DATABASE }).toString()}`, {
        headers: authorization(),
      });
    expect(await (await get('SELECT 1 + 1')).text()).toBe('2\n');
    expect((await get('DROP TABLE events')).headers.get('x-clickhouse-exception-code')).toBe('164');
    expect(await count()).toBe(0);
  });

  ofFrontOnly('takes any user and password, in each place a client may put them', async () => {
    const named = createClient({ url, username: 'someone', password: 'secret' });
    expect(await named.ping({ select: true })).toEqual({ success: true });
    await named.close();
    const headers = { 'X-ClickHouse-User': 'someone', 'X-ClickHouse-Key': 'secret' };
    expect(await (await fetch(`${url}/?query=SELECT+1`, { headers })).text()).toBe('1\n');
  });

  ofFrontOnly('refuses what it would have to ignore', async () => {
    const answer = await fetch(`${url}/?query=SELECT+1&session_id=s`);
    expect([answer.status, answer.headers.get('x-clickhouse-exception-code')]).toEqual([501, '48']);
  });

  ofFrontOnly(
    'keeps what it acknowledged when it is killed',
    async () => {
      await client.insert({ table: 'events', format: 'JSONEachRow', values: [{ id: 1, name: 'kept' }] });
      await front?.killAndRestart();
      expect(await rows('SELECT id, name FROM events')).toEqual([{ id: 1, name: 'kept' }]);
    },
    60_000,
  );
});

async function rows(
  query: string,
  query_params: Record<string, unknown> = {},
): Promise<readonly Record<string, unknown>[]> {
  const answer = await client.query({ query, query_params, format: 'JSONEachRow' });
  return answer.json<Record<string, unknown>>();
}

async function count(): Promise<number> {
  const [row] = await rows('SELECT count() AS n FROM events');
  return Number(row?.['n']);
}

/** Of the front's process; a server elsewhere is not asked. */
function residentMb(): number {
  if (front === undefined) return 0;
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(front.pid())]).toString()) / 1_000;
}

/** Of the URL, for requests that the client does not make. */
function authorization(): Record<string, string> {
  const { username, password } = new URL(url);
  return username === ''
    ? {}
    : { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` };
}
