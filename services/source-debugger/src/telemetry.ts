import type { MillraceError } from '@millrace/errors';
import type { Telemetry } from '@millrace/telemetry';

import type { LiveEvents } from './live-events.ts';
import type { RecentEvents } from './recent-events.ts';

/** The facts this service reports. */
export type Facts = {
  answered(status: number): void;
  /** Records of a topic were read; the newest had been collected so long before. */
  read(topic: string, records: number, lagMs: number): void;
  /** Records were passed over, because reading could not keep up. */
  skipped(topic: string, records: number): void;
  /** A record cannot be shown. */
  unreadable(error: MillraceError): void;
  /** A resource's record is of no use; the resource stays as it was. */
  resourceUnusable(error: MillraceError): void;
};

/** Reports facts as metrics, and as log lines where a person should know. */
export function createFacts(
  { log, meter }: Telemetry,
  {
    live,
    recent,
  }: { readonly live: Pick<LiveEvents, 'streams'>; readonly recent: Pick<RecentEvents, 'bytes'> },
): Facts {
  const requests = meter.counter('http_requests', 'Requests for a stream, by status.');
  const recordsIn = meter.counter('records_in', 'Records read, by topic.');
  const skipped = meter.counter(
    'records_skipped',
    'Records passed over because reading could not keep up, by topic.',
  );
  const lag = meter.histogram(
    'tail_lag_seconds',
    'From the timestamp of a record, when its event was collected, to its reading here.',
  );
  meter.gauge('streams', 'Readers connected.', report => report(live.streams()));
  meter.gauge('recent_bytes', 'Memory of the recent events.', report => report(recent.bytes()));
  return {
    answered: status => requests.add(1, { status: String(status) }),
    read(topic, records, lagMs) {
      recordsIn.add(records, { topic });
      lag.record(Math.max(0, lagMs) / 1000);
    },
    skipped(topic, records) {
      skipped.add(records, { topic });
      log.debug('Records skipped.', { topic, records });
    },
    unreadable: ({ code, message }) => log.warn('A record cannot be shown.', { code, problem: message }),
    resourceUnusable: ({ code, details }) =>
      log.error('A resource cannot be used; it stays as it was.', { code, ...details }),
  };
}
