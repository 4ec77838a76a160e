import { jitsuAnalytics } from '@jitsu/js';
import RudderAnalytics from '@rudderstack/rudder-sdk-node';
import { Analytics } from '@segment/analytics-node';

/** A published client library as a server uses it, for tests of what it does when sending fails. */
export type ServerClient = {
  track(event: { readonly userId: string; readonly event: string }): void;
  /** Resolves when the library has nothing left to send: all of it is delivered or given up. */
  finish(): Promise<void>;
};

/** Where a client sends, and whose events. */
export type ServerClientTarget = { readonly url: string; readonly writeKey: string };

/** How long a library may go on trying once it is told to finish. */
const FINISH_WITHIN_MS = 180_000;
const FLUSH_INTERVAL_MS = 100;

/** Segment's library for Node. */
export function createSegmentClient({ url, writeKey }: ServerClientTarget): ServerClient {
  const analytics = new Analytics({ host: url, writeKey, flushInterval: FLUSH_INTERVAL_MS });
  return {
    track: event => analytics.track(event),
    finish: () => analytics.closeAndFlush({ timeout: FINISH_WITHIN_MS }),
  };
}

/** RudderStack's library for Node; it tries `retryCount` times again (its default is 3). */
export function createRudderClient(
  { url, writeKey }: ServerClientTarget,
  { retryCount }: { readonly retryCount?: number } = {},
): ServerClient {
  const rudder = new RudderAnalytics(writeKey, {
    dataPlaneUrl: url,
    flushInterval: FLUSH_INTERVAL_MS,
    logLevel: 'none',
    // Without one, an answer that is no success ends the process.
    errorHandler: () => undefined,
    ...(retryCount === undefined ? {} : { retryCount }),
  });
  const settled: Promise<void>[] = [];
  return {
    track(event) {
      settled.push(new Promise(resolve => rudder.track(event, resolve)));
    },
    async finish() {
      await Promise.all(settled);
    },
  };
}

/** Jitsu's library; it sends an event once. */
export function createJitsuClient({ url, writeKey }: ServerClientTarget): ServerClient {
  const jitsu = jitsuAnalytics({
    host: url,
    writeKey: `${writeKey}:secret`,
    s2s: true,
    errorPolicy: () => undefined,
  });
  const settled: Promise<unknown>[] = [];
  return {
    track({ userId, event }) {
      settled.push(jitsu.track(event, {}, { userId }));
    },
    async finish() {
      await Promise.all(settled);
    },
  };
}
