import type { EpochMillis } from '@millrace/domain';

/** Why there was no reply. */
export const failureCodes = [
  'connection-failed',
  'connection-refused',
  'connection-reset',
  'host-unreachable',
  'name-not-resolved',
  'reply-malformed',
  'timed-out',
  'tls-failed',
] as const;

/** Why there was no reply. */
export type FailureCode = (typeof failureCodes)[number];

/** What came back of a request. */
export type Reply =
  | {
      readonly kind: 'response';
      readonly status: number;
      /** The `retry-after` header as it came. */
      readonly retryAfter?: string;
      /** The body up to the destination's limit. */
      readonly body: string;
      readonly receivedAt: EpochMillis;
    }
  | { readonly kind: 'failure'; readonly code: FailureCode };

/** What a reply means for the event. Reasons are stable kebab-case words, few per destination: they are labels. */
export type Outcome =
  | { readonly kind: 'delivered' }
  /** May succeed later; not before `afterMs`, where the other side asked for that. */
  | { readonly kind: 'retry'; readonly reason: string; readonly afterMs?: number }
  /** This event will never be taken. */
  | { readonly kind: 'rejected'; readonly reason: string }
  /** No event will be taken with these credentials. */
  | { readonly kind: 'unauthorized'; readonly reason: string };
