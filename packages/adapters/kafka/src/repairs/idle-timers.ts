import { createRequire } from 'node:module';

/** The parts of kafkajs' request queue that this file reaches into. */
type RequestQueue = {
  readonly pending: readonly unknown[];
  /** Epoch milliseconds. */
  readonly throttledUntil: number;
  scheduleCheckPendingRequests: (this: RequestQueue) => void;
};

const require = createRequire(import.meta.url);

/**
 * kafkajs looks every millisecond, on every connection, whether a request waits to be sent, also where none can be waiting: an
 * idle process with a few connections takes several percent of a core. Here the timer runs only while one waits.
 */
export function stopIdleTimers(): void {
  const { prototype } = require('kafkajs/src/network/requestQueue/index.js') as { prototype: RequestQueue };
  const schedule = prototype.scheduleCheckPendingRequests;
  prototype.scheduleCheckPendingRequests = function scheduleWhereNeeded(this: RequestQueue): void {
    if (this.pending.length > 0 || this.throttledUntil > Date.now()) schedule.call(this);
  };
}
