import type { BaseMetrics, Logger } from '@millrace/telemetry';

import type { Report } from './report.ts';

/** Turns the facts of a topology's partitions into metrics and log lines. */
export function createMetricsReport(deps: {
  readonly topic: string;
  readonly metrics: BaseMetrics;
  readonly log: Logger;
}): Report {
  const { topic, metrics, log } = deps;
  return {
    committed(facts) {
      metrics.recordsIn(facts.records, topic);
      metrics.ignored(facts.skipped, 'not-accepted');
      for (const [reason, count] of facts.ignored) metrics.ignored(count, reason);
      for (const [code, count] of facts.dead) {
        metrics.deadLetters(count, code);
        metrics.rejected(count, code);
      }
      for (const [output, count] of facts.out) metrics.recordsOut(count, output);
      metrics.stepDuration(facts.stepMs);
      metrics.batchDuration(facts.durationMs);
      // One sample a batch, of its oldest record: the longest wait.
      if (facts.oldest !== undefined) metrics.endToEndLag(facts.committedAt - facts.oldest);
      if (facts.dead.size > 0) {
        const fields = { topic, codes: Object.fromEntries(facts.dead) };
        if (facts.bugs > 0) log.error('Steps failed; their records are in dead letters.', fields);
        else log.warn('Records went to dead letters.', fields);
      }
      log.debug('Batch committed.', {
        topic,
        records: facts.records,
        timers: facts.timers,
        durationMs: facts.durationMs,
      });
    },
    restored({ partition, records, durationMs }) {
      const fields = { topic, partition, records, durationMs };
      if (records > 0) log.info('States restored from the changelog.', fields);
      else log.debug('States are up to date.', fields);
    },
    skippedAhead({ partition, from, to }) {
      log.error('Records were deleted before they were read.', {
        topic,
        partition,
        from: `${from}`,
        to: `${to}`,
      });
    },
  };
}
