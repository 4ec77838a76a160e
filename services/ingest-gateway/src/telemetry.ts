import type { Meter } from '@millrace/telemetry';

import type { InFlight } from './in-flight.ts';
import { replies, type ReplyName } from './replies.ts';

/** The facts this service reports. */
export type Facts = {
  /** A request was answered. `path` is one of the routes. */
  readonly answered: (path: string, reply: ReplyName) => void;
  /** From the head of a request to its reply. */
  readonly took: (path: string, durationMs: number) => void;
  /** Events are durable. */
  readonly stored: (events: number) => void;
};

/** Registers the gateway's metrics. Counts are kept here and read when asked for: a request pays an addition. */
export function createFacts(meter: Meter, inFlight: InFlight): Facts {
  const answers = new Map<string, Map<ReplyName, number>>();
  let events = 0;
  const durations = meter.histogram('request_duration_seconds', 'From the head of a request to its reply.');

  meter.observedCounter('requests', 'Requests answered, by path, status and reply.', report => {
    for (const [path, counts] of answers) {
      for (const [reply, count] of counts) {
        report(count, { path, reply, status: String(replies[reply].status) });
      }
    }
  });
  meter.observedCounter('events_stored', 'Events acknowledged by Kafka.', report => report(events));
  meter.gauge('requests_in_flight', 'Requests being read or waiting for Kafka.', report =>
    report(inFlight.requests),
  );
  meter.gauge('requests_in_flight_bytes', 'Memory those requests hold.', report => report(inFlight.bytes));

  return {
    answered(path, reply): void {
      const counts = answers.get(path) ?? new Map<ReplyName, number>();
      answers.set(path, counts);
      counts.set(reply, (counts.get(reply) ?? 0) + 1);
    },
    took: (path, durationMs) => durations.record(durationMs / 1000, { path }),
    stored(count): void {
      events += count;
    },
  };
}
