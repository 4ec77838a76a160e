import type { Meter as OtelMeter } from '@opentelemetry/api';

/** Labels of a measurement. Values come from bounded sets: topics, reason codes, destinations; never ids of people or events. */
export type Labels = Readonly<Record<string, string>>;

/** Counts up. Rendered with `_total` at the end of its name. */
export type Counter = { add(count: number, labels?: Labels): void };

/** Distribution of a measure in base units: seconds, bytes. */
export type Histogram = { record(value: number, labels?: Labels): void };

/** Reports the present value of each label set. */
export type Observe = (report: (value: number, labels?: Labels) => void) => void;

/** Makes instruments. Names are `<noun>_<what>_<unit>`, base units, without a service prefix: the service is a label of the target. */
export type Meter = {
  counter(name: string, doc: string): Counter;
  /** `boundaries` default: from half a millisecond to ten minutes, in seconds. */
  histogram(name: string, doc: string, boundaries?: readonly number[]): Histogram;
  /** Read when metrics are asked for. */
  gauge(name: string, doc: string, observe: Observe): void;
  /** As `gauge`, for a total that something else keeps. */
  observedCounter(name: string, doc: string, observe: Observe): void;
};

const secondBoundaries: readonly number[] = [
  0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 600,
];

/** A meter that adds labels of its own to every measurement: which of several like programs in one process it comes from. */
export function labelledMeter(meter: Meter, own: Labels): Meter {
  const labelled =
    (observe: Observe): Observe =>
    report =>
      observe((value, labels) => report(value, { ...own, ...labels }));
  return {
    counter(name, doc) {
      const counter = meter.counter(name, doc);
      return { add: (count, labels) => counter.add(count, { ...own, ...labels }) };
    },
    histogram(name, doc, boundaries) {
      const histogram = meter.histogram(name, doc, boundaries);
      return { record: (value, labels) => histogram.record(value, { ...own, ...labels }) };
    },
    gauge: (name, doc, observe) => meter.gauge(name, doc, labelled(observe)),
    observedCounter: (name, doc, observe) => meter.observedCounter(name, doc, labelled(observe)),
  };
}

/** A meter over OpenTelemetry's. */
export function createMeter(meter: OtelMeter): Meter {
  return {
    counter(name, doc) {
      const counter = meter.createCounter(name, { description: doc });
      return { add: (count, labels) => counter.add(count, labels) };
    },
    histogram(name, doc, boundaries = secondBoundaries) {
      const advice = { explicitBucketBoundaries: [...boundaries] };
      const histogram = meter.createHistogram(name, { description: doc, advice });
      return { record: (value, labels) => histogram.record(value, labels) };
    },
    gauge(name, doc, observe) {
      meter
        .createObservableGauge(name, { description: doc })
        .addCallback(result => observe((value, labels) => result.observe(value, labels)));
    },
    observedCounter(name, doc, observe) {
      meter
        .createObservableCounter(name, { description: doc })
        .addCallback(result => observe((value, labels) => result.observe(value, labels)));
    },
  };
}
