import { ClickHouseLogLevel, createClient } from '@clickhouse/client';

import { translateClickHouseError } from './translate-error.ts';

/** How to reach ClickHouse. */
export type ClickHouseSettings = {
  /** HTTP interface, with user and password where it asks for them. */
  readonly url: string;
  readonly database: string;
  /** Name in ClickHouse's own query log; the service's name. */
  readonly application: string;
  /** Longest wait for one reply. Default 60 s. */
  readonly requestTimeoutMs?: number;
  /** Requests under way at once; more wait. Default 10. */
  readonly maxConnections?: number;
};

/** A value bound to `{name:Type}` in a statement; ClickHouse substitutes it, so that none is ever spliced into SQL. */
export type Parameters = Readonly<Record<string, string | number | boolean>>;

type Options = { readonly parameters?: Parameters; readonly signal?: AbortSignal };

/** Rows to insert into one table of the database, in one block. */
export type RowInsert = {
  readonly table: string;
  readonly columns: readonly string[];
  /** Values in the order of the columns. */
  readonly rows: readonly (readonly unknown[])[];
  /** A block whose token the table remembers is dropped, and the insert succeeds. */
  readonly deduplicationToken: string;
  readonly signal?: AbortSignal;
};

/**
 * One database of a ClickHouse server. In every statement `{database:Identifier}` stands for its name.
 * Calls reject with TransientError where ClickHouse is away or busy, InvalidRecordError where it refuses the rows,
 * ConfigError where the set-up is wrong; and with the signal's reason once that aborts.
 */
export type ClickHouse = {
  readonly database: string;
  ping(signal?: AbortSignal): Promise<void>;
  /** Runs a statement that answers nothing. */
  run(statement: string, options?: Options): Promise<void>;
  /** All rows of a query; the caller vouches for their type. 64-bit integers arrive as text. */
  query<Row>(query: string, options?: Options): Promise<readonly Row[]>;
  insertRows(insert: RowInsert): Promise<void>;
  close(): Promise<void>;
};

/** Makes a client. Connects to nothing yet. */
export function createClickHouse(settings: ClickHouseSettings): ClickHouse {
  const { url, database, application, requestTimeoutMs = 60_000, maxConnections = 10 } = settings;
  const client = createClient({
    url,
    application,
    request_timeout: requestTimeoutMs,
    max_open_connections: maxConnections,
    // Failures reach the caller as exceptions; the library would print them too.
    log: { level: ClickHouseLogLevel.OFF },
  });

  const call = async <T>(
    tried: string,
    signal: AbortSignal | undefined,
    request: () => Promise<T>,
  ): Promise<T> => {
    signal?.throwIfAborted();
    try {
      return await request();
    } catch (thrown) {
      signal?.throwIfAborted();
      throw translateClickHouseError(thrown, tried);
    }
  };
  const bound = ({ parameters, signal }: Options) => ({
    query_params: { ...parameters, database },
    ...(signal && { abort_signal: signal }),
  });

  return {
    database,
    ping: signal =>
      call('reaching ClickHouse', signal, async () => {
        await client.command({ query: 'SELECT 1', ...(signal && { abort_signal: signal }) });
      }),
    run: (statement, options = {}) =>
      call('running a statement', options.signal, async () => {
        await client.command({ query: statement, ...bound(options) });
      }),
    query: <Row>(query: string, options: Options = {}) =>
      call('querying', options.signal, async () => {
        const result = await client.query({
          query,
          format: 'JSONEachRow',
          // The default differs between versions, and not every 64-bit integer is a JavaScript number.
          clickhouse_settings: { output_format_json_quote_64bit_integers: 1 },
          ...bound(options),
        });
        return await result.json<Row>();
      }),
    insertRows: ({ table, columns, rows, deduplicationToken, signal }) =>
      call(`inserting into ${table}`, signal, async () => {
        const [first, ...others] = columns;
        if (first === undefined || rows.length === 0) return;
        await client.insert({
          table: `${database}.${table}`,
          columns: [first, ...others],
          values: rows,
          format: 'JSONCompactEachRow',
          clickhouse_settings: { ...blockSettings, insert_deduplication_token: deduplicationToken },
          ...(signal && { abort_signal: signal }),
        });
      }),
    close: () => client.close(),
  };
}

/** The rows of a request stay one block: a token names a block, and a block split in parts by chance would get other tokens. */
const blockSettings = {
  async_insert: 0,
  insert_deduplicate: 1,
  input_format_parallel_parsing: 0,
  max_insert_block_size: '10000000',
} as const;
