import type { SourceId } from '@millrace/domain';
import type { Meter } from '@millrace/telemetry';

import type { InFlight } from './in-flight.ts';
import type { LibraryAsset } from './library/library-router.ts';
import type { ReplyName } from './replies.ts';

/** The facts this service reports. */
export type Facts = {
  /** A request was answered. `path` is one of the routes; an image's status is 200 whatever the reply says. */
  readonly answered: (path: string, reply: ReplyName, status: number) => void;
  /** A request came faster than its source's limit allows. */
  readonly limited: (source: SourceId) => void;
  /** From the head of a request to its reply. */
  readonly took: (path: string, durationMs: number) => void;
  /** A page was answered that asked for the library or what belongs to it. */
  readonly served: (asset: LibraryAsset, status: number) => void;
  /** Events are durable. */
  readonly stored: (events: number) => void;
};

type Answers = { count: number; readonly status: number };

/** Registers the gateway's metrics. Counts are kept here and read when asked for: a request pays an addition. */
export function createFacts(meter: Meter, inFlight: InFlight): Facts {
  const answers = new Map<string, Map<ReplyName, Answers>>();
  const limited = new Map<SourceId, number>();
  const served = new Map<LibraryAsset, Map<number, number>>();
  let events = 0;
  const durations = meter.histogram('request_duration_seconds', 'From the head of a request to its reply.');

  meter.observedCounter('requests', 'Requests answered, by path, status and reply.', report => {
    for (const [path, counts] of answers) {
      for (const [reply, { count, status }] of counts) report(count, { path, reply, status: String(status) });
    }
  });
  meter.observedCounter('requests_rate_limited', "Requests refused by their source's rate limit.", report => {
    for (const [source, count] of limited) report(count, { source });
  });
  meter.observedCounter(
    'library_requests',
    'Requests for the browser library, by asset and status.',
    report => {
      for (const [asset, counts] of served) {
        for (const [status, count] of counts) report(count, { asset, status: String(status) });
      }
    },
  );
  meter.observedCounter('events_stored', 'Events acknowledged by Kafka.', report => report(events));
  meter.gauge('requests_in_flight', 'Requests being read or waiting for Kafka.', report =>
    report(inFlight.requests),
  );
  meter.gauge('requests_in_flight_bytes', 'Memory those requests hold.', report => report(inFlight.bytes));

  return {
    answered(path, reply, status): void {
      const counts = answers.get(path) ?? new Map<ReplyName, Answers>();
      answers.set(path, counts);
      const answered = counts.get(reply) ?? { count: 0, status };
      counts.set(reply, answered);
      answered.count += 1;
    },
    limited: source => limited.set(source, (limited.get(source) ?? 0) + 1),
    served(asset, status): void {
      const counts = served.get(asset) ?? new Map<number, number>();
      served.set(asset, counts);
      counts.set(status, (counts.get(status) ?? 0) + 1);
    },
    took: (path, durationMs) => durations.record(durationMs / 1000, { path }),
    stored(count): void {
      events += count;
    },
  };
}
