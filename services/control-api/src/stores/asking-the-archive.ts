import { ConfigError, TransientError } from '@millrace/errors';

/** ClickHouse's codes for a database and a table that do not exist. */
const notThere: ReadonlySet<unknown> = new Set([60, 81]);

/** A read of a table that event-archiver makes. Before its first start there is none: that passes, and is no fault of the set-up here. */
export async function askingTheArchive<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof ConfigError) || !notThere.has(error.details['clickhouseCode'])) throw error;
    throw new TransientError(
      'clickhouse-unavailable',
      'the archive is not there yet: start event-archiver, which makes it',
      { cause: error },
    );
  }
}
