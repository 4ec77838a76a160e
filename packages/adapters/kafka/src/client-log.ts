import type { Logger } from '@millrace/telemetry';
import kafkajs, { type logCreator } from 'kafkajs';

/** The same problem is logged once in this time; a broker that is down makes kafkajs repeat itself several times a second. */
const REPEAT_AFTER_MS = 10_000;
/** Distinct problems remembered. */
const MAX_PROBLEMS = 100;

/**
 * Routes what kafkajs says to our log. It calls errors what it retries by itself, so its errors are warnings here:
 * what is lost reaches the caller as an exception.
 */
export function clientLog(log: Logger): logCreator {
  const loggedAt = new Map<string, number>();

  const isRepeated = (problem: string): boolean => {
    const now = Date.now();
    if (now - (loggedAt.get(problem) ?? 0) < REPEAT_AFTER_MS) return true;
    if (loggedAt.size >= MAX_PROBLEMS) loggedAt.clear();
    loggedAt.set(problem, now);
    return false;
  };

  return () =>
    ({ namespace, level, log: entry }) => {
      const fields = {
        part: namespace,
        said: entry.message,
        broker: entry['broker'] as unknown,
        group: entry['groupId'] as unknown,
      };
      if (level > kafkajs.logLevel.ERROR) log.debug('Kafka client reports.', fields);
      else if (!isRepeated(entry.message)) log.warn('Kafka client met a problem and retries.', fields);
    };
}
