import type { EpochMillis } from './identifiers.ts';

/**
 * The time of an event corrected for the client's clock: receivedAt minus the client's own distance between event and
 * sending, which takes sentAt and receivedAt as the same moment (Segment, connections/spec/common.md).
 * Without sentAt there is nothing to correct by.
 */
export function correctedTimestamp(times: {
  readonly originalTimestamp: EpochMillis;
  readonly sentAt: EpochMillis | undefined;
  readonly receivedAt: EpochMillis;
}): EpochMillis {
  if (times.sentAt === undefined) return times.originalTimestamp;
  return times.receivedAt - (times.sentAt - times.originalTimestamp);
}

/** Event time used by windows: the corrected timestamp, or receivedAt where it lies further in the future than the bound. */
export function effectiveTime(
  timestamp: EpochMillis,
  receivedAt: EpochMillis,
  futureBoundMs: number,
): EpochMillis {
  return timestamp > receivedAt + futureBoundMs ? receivedAt : timestamp;
}
