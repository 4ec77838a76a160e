import { TransientError, type MillraceError } from '@millrace/errors';
import { backoffMs } from '@millrace/http';
import type { BaseMetrics, Logger } from '@millrace/telemetry';

/** Failures of a partition that follow each other without a success between them. */
export type FailureEpisode = {
  /** Notes a failure and returns how long to wait before the next try. Says so once an episode. */
  failed(error: MillraceError): number;
  /** Ends the episode, if there is one. */
  succeeded(): void;
  /** Tries so far, this one included. */
  attempts(): number;
};

/** No failure yet. */
export function createFailureEpisode(deps: {
  readonly partition: number;
  readonly topic: string;
  readonly log: Logger;
  readonly metrics: Pick<BaseMetrics, 'retries'>;
  readonly firstMs: number;
  readonly maxMs: number;
}): FailureEpisode {
  const { partition, topic, log, metrics, firstMs, maxMs } = deps;
  let failures = 0;

  return {
    failed(error) {
      failures += 1;
      metrics.retries(1, error.code);
      if (failures === 1) {
        log.warn('Partition pauses and tries again.', {
          topic,
          partition,
          code: error.code,
          problem: error.message,
        });
      }
      const asked = error instanceof TransientError ? (error.retryAfterMs ?? 0) : 0;
      return Math.max(asked, backoffMs(failures, { firstMs, maxMs }, Math.random()));
    },
    succeeded() {
      if (failures > 0) log.info('Partition goes on.', { topic, partition, attempts: failures + 1 });
      failures = 0;
    },
    attempts: () => failures + 1,
  };
}
