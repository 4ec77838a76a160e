import type { ParkedEvent, ProfileActivity } from '@millrace/contracts';
import type { Reply } from '@millrace/destinations';
import type { EpochMillis } from '@millrace/domain';
import type { ErrorCode } from '@millrace/errors';

/** How far the firing of one timer has come through a profile's parked events. */
export type Drained = { readonly events: number; readonly durationMs: number };

/** Asks for one attempt to deliver an event. */
export type Question = {
  readonly event: ParkedEvent;
  /** The event's record, decoded, where it is in hand. */
  readonly activity: ProfileActivity | undefined;
  /** 1 for the first. */
  readonly attempt: number;
  /** Whether the event has waited. One that has not is withheld while the destination is down; one that has shows whether it is back. */
  readonly isParked: boolean;
  readonly drained: Drained;
};

/**
 * What became of an attempt. `withheld`: nothing was sent, for reasons that are not the event's. `unsendable`: a waiting event
 * makes no request, for the reason of the code. Times are the clock's.
 */
export type Attempt =
  | {
      readonly kind: 'made';
      readonly reply: Reply;
      readonly startedAt: EpochMillis;
      readonly durationMs: number;
      /** As in the question. */
      readonly drained: Drained;
    }
  | { readonly kind: 'withheld'; readonly at: EpochMillis }
  | {
      readonly kind: 'unsendable';
      readonly code: ErrorCode;
      readonly at: EpochMillis;
      readonly drained: Drained;
    };

/** Nothing drained yet. */
export const nothingDrained: Drained = { events: 0, durationMs: 0 };
