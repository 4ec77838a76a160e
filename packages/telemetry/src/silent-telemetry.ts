import { silentLog } from './log.ts';
import type { Meter } from './meter.ts';
import type { Telemetry } from './telemetry.ts';
import { passiveTracer } from './tracer.ts';

/** A meter that measures nothing. */
export const silentMeter: Meter = {
  counter: () => ({ add() {} }),
  histogram: () => ({ record() {} }),
  gauge() {},
  observedCounter() {},
};

/** Telemetry that reports nothing, for tests of the code that is given one. */
export const silentTelemetry: Telemetry = {
  log: silentLog,
  meter: silentMeter,
  tracer: passiveTracer,
  traceSampleRatio: 0,
  renderMetrics: () => Promise.resolve(''),
  shutdown: () => Promise.resolve(),
};
