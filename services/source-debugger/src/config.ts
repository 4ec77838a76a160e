import {
  bytes,
  defineConfig,
  duration,
  integer,
  kafkaConfig,
  loadConfig,
  operationsConfig,
  port,
  secret,
  text,
  type ConfigOf,
} from '@millrace/config';
import type { HttpServerSettings } from '@millrace/http';

import type { StreamLimits } from './event-stream.ts';

/** What source-debugger reads from its environment. */
export const declaration = defineConfig({
  WORKSPACE: text({ doc: 'Slug of the workspace whose sources are shown.' }),
  ADMIN_TOKEN: secret({ doc: "The administrator's token, at least 24 characters.", minLength: 24 }),
  HOST: text({ doc: 'Address the streams are served on.', default: '127.0.0.1' }),
  PORT: port({ doc: 'Port of the streams.', default: 7719 }),
  MAX_STREAMS: integer({ doc: 'Readers at once; more are refused with 503.', default: 50, min: 1 }),
  RECENT_EVENTS: integer({
    doc: 'Events of each source that a new reader is shown, at most.',
    default: 500,
    min: 1,
    max: 10_000,
  }),
  RECENT_MEMORY: bytes({
    doc: 'Memory for the recent events of all sources.',
    default: '64MiB',
    min: '1MiB',
  }),
  BACKLOG: integer({
    doc: 'Records before the end of each partition that are read at the start.',
    default: 5_000,
    min: 0,
    max: 1_000_000,
  }),
  READ_RATE: integer({
    doc: 'Records read in a second, over all sources; past it some are skipped, and readers are told how many.',
    default: 5_000,
    min: 100,
  }),
  LOOK_RATE: integer({
    doc: 'Events that one reader has opened in a second, to see whether the filter wants them.',
    default: 2_000,
    min: 1,
  }),
  SHOW_RATE: integer({ doc: 'Events that one reader is shown in a second.', default: 200, min: 1 }),
  READER_BUFFER: bytes({ doc: 'Bytes that may wait for a slow reader.', default: '256KiB', min: '1KiB' }),
  READER_TIMEOUT: duration({
    doc: 'A reader that takes nothing for so long is disconnected.',
    default: '60s',
    min: '20s',
  }),
  HEARTBEAT: duration({
    doc: 'Time between two comments that keep a quiet connection open.',
    default: '15s',
    min: '1s',
    max: '20s',
  }),
  ...operationsConfig,
  ...kafkaConfig,
});

/** The values of `declaration`. */
export type Config = ConfigOf<typeof declaration>;

/** Reads the environment. Throws ConfigError with every problem. */
export function readConfig(): Config {
  return loadConfig(declaration, process.env);
}

/** What one reader may cost, and how many there may be. */
export function streamLimits(config: Config): StreamLimits & {
  readonly maxStreams: number;
  readonly recentEvents: number;
} {
  const { lookRate, showRate, maxStreams, recentEvents, readerBufferBytes: maxWaitingBytes } = config;
  return { lookRate, showRate, maxStreams, recentEvents, maxWaitingBytes, maxWaitingEvents: recentEvents };
}

/** Connections beyond the readers, for requests that are refused. */
const SPARE_CONNECTIONS = 50;
const REQUEST_TIMEOUT_MS = 10_000;

/** How streams are served. Heartbeats pass on a connection that works, so silence means that its reader takes nothing. */
export function httpSettings({ host, port: own, maxStreams, readerTimeoutMs }: Config): HttpServerSettings {
  return {
    host,
    port: own,
    maxConnections: maxStreams + SPARE_CONNECTIONS,
    headersTimeoutMs: REQUEST_TIMEOUT_MS,
    requestTimeoutMs: REQUEST_TIMEOUT_MS,
    idleTimeoutMs: readerTimeoutMs,
    keepAliveTimeoutMs: REQUEST_TIMEOUT_MS,
    // Streams never end by themselves; their readers come back.
    drainTimeoutMs: 0,
  };
}
