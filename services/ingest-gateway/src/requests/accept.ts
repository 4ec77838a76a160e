import type { Event } from '@millrace/contracts';

import type { Arrival } from '../envelope.ts';
import type { ReplyName } from '../replies.ts';

/** What a body turns out to be. */
type Reading =
  | { readonly kind: 'refused'; readonly reply: ReplyName }
  | {
      readonly kind: 'read';
      /** Members that the request itself may carry: its write key, its sentAt. */
      readonly body: { readonly writeKey?: unknown; readonly sentAt?: unknown };
      /** The envelopes, once it is known whose they are. */
      readonly events: (arrival: Arrival) => readonly Event[];
    };

/** How one endpoint makes events of a body. Pure. */
export type Accept = {
  readonly maxBytes: number;
  readonly read: (text: string) => Reading;
};
