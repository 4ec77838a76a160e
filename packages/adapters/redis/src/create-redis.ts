import type { Logger } from '@millrace/telemetry';
import { Redis } from 'ioredis';

/** How to reach Redis. */
export type RedisSettings = {
  /** redis:// or rediss:// URL, or host:port. */
  readonly url: string;
  readonly log: Logger;
  /** Longest wait for the reply to a command, also while there is no connection. Default 5 s. */
  readonly commandTimeoutMs?: number;
};

const MAX_RECONNECT_MS = 2_000;

/** A Redis client that reconnects by itself, keeps the order of commands and lets none wait for ever. Connects at once, and waits for nothing. */
export function createRedis({ url, log, commandTimeoutMs = 5_000 }: RedisSettings): Redis {
  const redis = new Redis(url.includes('://') ? url : `redis://${url}`, {
    commandTimeout: commandTimeoutMs,
    // The timeout of the command bounds its wait; a count of reconnects says nothing about time.
    maxRetriesPerRequest: null,
    retryStrategy: attempt => Math.min(50 * attempt, MAX_RECONNECT_MS),
    enableAutoPipelining: false,
  });
  let isDown = false;
  // One line an outage; the client tells each failed attempt.
  redis.on('error', (error: Error) => {
    if (!isDown) log.warn('Redis is not reachable; trying again.', { problem: error.message });
    isDown = true;
  });
  redis.on('ready', () => {
    if (isDown) log.info('Redis is reachable again.');
    isDown = false;
  });
  return redis;
}
