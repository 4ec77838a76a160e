import {
  bytes,
  defineConfig,
  duration,
  integer,
  kafkaConfig,
  operationsConfig,
  text,
  url,
} from '@millrace/config';

/** What event-archiver reads from its environment. */
export const config = defineConfig(
  {
    ...operationsConfig,
    ...kafkaConfig,
    CLICKHOUSE_URL: url({ doc: "ClickHouse's HTTP interface, with user and password.", secret: true }),
    CLICKHOUSE_DATABASE: text({
      doc: 'Database of the archive; created where it is missing.',
      default: 'millrace',
    }),
    CLICKHOUSE_TIMEOUT: duration({
      doc: 'Longest wait for one reply of ClickHouse.',
      default: '60s',
      min: '1s',
    }),
    BLOCK_MAX_ROWS: integer({
      doc: 'Rows inserted at once, at most.',
      default: 10_000,
      min: 1,
      max: 1_000_000,
    }),
    BLOCK_MAX_SIZE: bytes({
      doc: 'Records inserted at once, at most, in bytes as read.',
      default: '4MiB',
      max: '64MiB',
    }),
    BLOCK_MAX_AGE: duration({
      doc: 'Wait for a block to fill; every insert costs ClickHouse about 5 ms, however small.',
      default: '1s',
      min: '10ms',
      max: '1m',
    }),
    MAX_REFUSED_ROWS: integer({
      doc: 'Rows of one block that may go to dead letters because ClickHouse refuses them; beyond it the partition waits for somebody to act.',
      default: 100,
      min: 1,
    }),
    SUMMARY_INTERVAL: duration({
      doc: 'Time between two rounds of summing up what sources have sent.',
      default: '5s',
      min: '100ms',
      max: '1h',
    }),
    SUMMARY_MAX_RECORDS: integer({
      doc: 'Records summed up at once, at most.',
      default: 50_000,
      min: 100,
      max: 1_000_000,
    }),
    RETRY_MAX_PAUSE: duration({
      doc: 'Longest pause between attempts while something is away.',
      default: '10s',
      min: '250ms',
    }),
    SESSION_TIMEOUT: duration({
      doc: 'An archiver that is silent for so long loses its partitions to the others.',
      default: '10s',
      min: '6s',
      max: '5m',
    }),
    FINISH_TIMEOUT: duration({
      doc: 'How long a stop waits for the blocks in hand; what is not done by then is left to the next archiver.',
      default: '10s',
      max: '25s',
    }),
    FETCH_MAX_WAIT: duration({ doc: 'Wait of the broker for FETCH_MIN_SIZE.', default: '250ms', max: '5s' }),
    FETCH_MIN_SIZE: bytes({
      doc: 'Bytes, as compressed, that the broker gathers before it answers.',
      default: '64KiB',
    }),
    FETCH_PARTITION_SIZE: bytes({
      doc: 'Bytes of one partition in one answer, at most, as compressed.',
      default: '256KiB',
    }),
  },
  ({ clickhouseDatabase }) =>
    /^[A-Za-z_]\w*$/.test(clickhouseDatabase)
      ? []
      : ['CLICKHOUSE_DATABASE must be a plain name: letters, digits and underscores'],
);
