import type { HttpServerSettings } from '@millrace/http';

const MAX_CONNECTIONS = 1_000;
const REQUEST_TIMEOUT_MS = 30_000;
const KEEP_ALIVE_TIMEOUT_MS = 5_000;
/** Beyond the longest work of a request: what comes before it and after it. */
const SPARE_MS = 5_000;

/** How the API is served: as long as a request may work, its connection may be silent, and a stop waits for it. */
export function httpSettings(config: {
  readonly host: string;
  readonly port: number;
  readonly queryTimeoutMs: number;
  readonly readBackTimeoutMs: number;
}): HttpServerSettings {
  const longestWorkMs = Math.max(config.queryTimeoutMs, config.readBackTimeoutMs) + SPARE_MS;
  return {
    host: config.host,
    port: config.port,
    maxConnections: MAX_CONNECTIONS,
    headersTimeoutMs: REQUEST_TIMEOUT_MS,
    requestTimeoutMs: REQUEST_TIMEOUT_MS,
    idleTimeoutMs: Math.max(REQUEST_TIMEOUT_MS, longestWorkMs),
    keepAliveTimeoutMs: KEEP_ALIVE_TIMEOUT_MS,
    drainTimeoutMs: longestWorkMs,
  };
}
