import { ConfigError, type MillraceError } from '@millrace/errors';
import type { Telemetry } from '@millrace/telemetry';

/** The facts that summing up reports. */
export type SummaryReport = {
  summedUp(summary: string, records: number): void;
  /** A round failed; the next one goes on. `failures` is 1 at the beginning of an episode. */
  summaryFailed(error: MillraceError, failures: number): void;
};

/** Reports through logs and metrics. */
export function createSummaryReport({ log, meter }: Pick<Telemetry, 'log' | 'meter'>): SummaryReport {
  const records = meter.counter('summary_records', 'Offsets summed up, by summary.');
  const failed = meter.counter('summary_failures', 'Rounds of summing up that failed, by code.');
  return {
    summedUp: (summary, count) => records.add(count, { summary }),
    summaryFailed(error, failures) {
      failed.add(1, { code: error.code });
      const fields = { code: error.code, problem: error.message };
      if (error instanceof ConfigError) log.error('Summing up waits for somebody to act.', fields);
      else if (failures === 1) log.warn('Summing up is held up; trying again.', fields);
      else log.debug('Summing up is still held up.', fields);
    },
  };
}
