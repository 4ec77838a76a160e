import type { Outcome } from '@millrace/destinations';
import {
  attributes,
  isSampled,
  newTraceparent,
  type Span,
  type SpanAttributes,
  type Telemetry,
} from '@millrace/telemetry';

import type { Health } from './health.ts';

/** A call about to be made. */
type CallFacts = {
  /** Slug of the destination's plug-in. */
  readonly plugin: string;
  /** Trace of the event. */
  readonly traceparent: string | null;
  readonly messageId: string;
  readonly attempt: number;
  readonly method: string;
  readonly url: string;
};

/** What this service reports of one destination, besides the runtime's own measurements. */
export type DestinationTelemetry = {
  /** A span for one call; its traceparent travels in the request. */
  startCall(facts: CallFacts): Span;
  attemptMade(outcome: Outcome['kind'], durationMs: number): void;
  attemptWithheld(): void;
  eventUnsendable(error: unknown): void;
  healthChanged(health: Health): void;
};

/** What this service reports of its set of destinations. */
export type FleetTelemetry = {
  forDestination(destinationId: string): DestinationTelemetry;
  started(destinationId: string): void;
  stopped(destinationId: string): void;
  /** Its settings cannot be used; it goes on with those it had, or waits for better ones. */
  unusable(destinationId: string, problems: readonly string[]): void;
  /** Its start failed and is tried again; told once a problem. */
  startFailed(destinationId: string, error: unknown): void;
  stopFailed(destinationId: string, error: unknown): void;
  resourceUnusable(error: Error): void;
};

type Word = Outcome['kind'] | 'withheld' | 'unsendable';

/** Reports through the process's telemetry; destinations are a label, as many as the workspace has. */
export function createFleetTelemetry({ log, meter, tracer, traceSampleRatio }: Telemetry): FleetTelemetry {
  const counts = new Map<string, Map<Word, number>>();
  const healths = new Map<string, Health['status']>();
  const durations = meter.histogram(
    'delivery_attempt_duration_seconds',
    'From sending to the end of the reply.',
  );
  meter.observedCounter('delivery_attempts', 'Attempts to deliver an event, by outcome.', report => {
    for (const [destination, byWord] of counts) {
      for (const [outcome, count] of byWord) report(count, { destination, outcome });
    }
  });
  meter.gauge('destination_up', '1 while a destination takes events, 0 while its intake is held.', report => {
    for (const [destination, status] of healths) report(status === 'up' ? 1 : 0, { destination });
  });

  return {
    forDestination(destination) {
      const byWord = counts.get(destination) ?? new Map<Word, number>();
      counts.set(destination, byWord);
      healths.set(destination, 'up');
      const count = (word: Word): void => void byWord.set(word, (byWord.get(word) ?? 0) + 1);
      const labels = { destination };
      return {
        startCall(facts) {
          const parent = facts.traceparent ?? newTraceparent(traceSampleRatio);
          return tracer.startSpan(`${facts.method} ${facts.plugin}`, {
            role: 'client',
            parent,
            // Unsampled calls are the many; they pay for no attributes.
            ...(isSampled(parent) && { attributes: callAttributes(facts) }),
          });
        },
        attemptMade(outcome, durationMs) {
          count(outcome);
          durations.record(durationMs / 1000, labels);
        },
        attemptWithheld: () => count('withheld'),
        eventUnsendable(error) {
          count('unsendable');
          log.error('Waiting event makes no request; it goes to dead letters.', { destination, error });
        },
        healthChanged({ status, failures }) {
          healths.set(destination, status);
          if (status === 'up') log.info('Destination takes events again.', { destination });
          else
            log.warn('Destination takes no events; its intake is held.', { destination, status, failures });
        },
      };
    },
    started: destination => log.info('Destination started.', { destination }),
    stopped(destination) {
      counts.delete(destination);
      healths.delete(destination);
      log.info('Destination stopped.', { destination });
    },
    unusable: (destination, problems) =>
      log.warn('Settings of a destination cannot be used.', { destination, problems }),
    startFailed: (destination, error) =>
      log.warn('Starting a destination failed; trying again.', { destination, error }),
    stopFailed: (destination, error) => log.error('Destination did not stop well.', { destination, error }),
    resourceUnusable: error => log.warn('Configuration record cannot be used; passed over.', { error }),
  };
}

/** Of the address only the server: path and query may hold tokens. */
function callAttributes({ method, attempt, messageId, url }: CallFacts): SpanAttributes {
  const { hostname, port, protocol } = new URL(url);
  return {
    [attributes.httpMethod]: method,
    [attributes.httpResendCount]: attempt - 1,
    [attributes.serverAddress]: hostname,
    [attributes.serverPort]: Number(port || (protocol === 'https:' ? 443 : 80)),
    [attributes.messagingMessageId]: messageId,
  };
}
