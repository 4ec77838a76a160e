import type { Labels, Meter } from './meter.ts';

/** The measurements every stream service makes (STYLE 12.5). Counts are added per batch, not per record. */
export type BaseMetrics = {
  recordsIn(count: number, topic: string): void;
  recordsOut(count: number, topic: string): void;
  ignored(count: number, reason: string): void;
  rejected(count: number, reason: string): void;
  deadLetters(count: number, code: string): void;
  retries(count: number, code: string): void;
  /** From the fetch of a batch to its commit. */
  batchDuration(durationMs: number): void;
  /** The pure part of a batch: all its steps together. */
  stepDuration(durationMs: number): void;
  /** From an event's receivedAt to the commit of its outputs. */
  endToEndLag(lagMs: number): void;
};

/** Registers the base metrics. `consumerLag` gives the records not yet read, by topic and partition, when metrics are asked for. */
export function createBaseMetrics(
  meter: Meter,
  consumerLag: () => Iterable<{
    readonly topic: string;
    readonly partition: number;
    readonly records: number;
  }>,
): BaseMetrics {
  const counted = (name: string, doc: string, label: keyof typeof labelled) => {
    const counter = meter.counter(name, doc);
    return (count: number, value: string) => {
      if (count > 0) counter.add(count, labelled[label](value));
    };
  };
  const seconds = (name: string, doc: string) => {
    const histogram = meter.histogram(name, doc);
    return (durationMs: number) => histogram.record(Math.max(0, durationMs) / 1000);
  };
  meter.gauge('consumer_lag_records', 'Records of a partition not yet read.', report => {
    for (const { topic, partition, records } of consumerLag())
      report(records, { topic, partition: `${partition}` });
  });
  return {
    recordsIn: counted('records_in', 'Records read.', 'topic'),
    recordsOut: counted('records_out', 'Records written.', 'topic'),
    ignored: counted('records_ignored', 'Records with nothing to do, by reason.', 'reason'),
    rejected: counted('records_rejected', 'Records refused by a rule, by reason.', 'reason'),
    deadLetters: counted('dead_letters', 'Records written to dead letters, by error code.', 'code'),
    retries: counted('retries', 'Attempts repeated after a failure that passes, by error code.', 'code'),
    batchDuration: seconds('batch_duration_seconds', 'From the fetch of a batch to its commit.'),
    stepDuration: seconds('step_duration_seconds', 'The steps of one batch together.'),
    endToEndLag: seconds(
      'end_to_end_lag_seconds',
      'From the receipt of an event to the commit of its outputs.',
    ),
  };
}

const labelled = {
  topic: (topic: string): Labels => ({ topic }),
  reason: (reason: string): Labels => ({ reason }),
  code: (code: string): Labels => ({ code }),
};
