import type { Event } from '@millrace/contracts';
import type { Arrival, Sender } from '@millrace/intake';

import type { ReplyName } from '../replies.ts';

/** What the text of a request turns out to be; `ignored` when it is taken and nothing comes of it. */
export type Reading =
  | { readonly kind: 'refused'; readonly reply: ReplyName }
  | { readonly kind: 'ignored' }
  | {
      readonly kind: 'read';
      /** Members that the request itself may carry: its write key, its sentAt. */
      readonly body: { readonly writeKey?: unknown; readonly sentAt?: unknown };
      /** The envelopes, once it is known whose they are. */
      readonly events: (arrival: Arrival) => readonly Event[];
    };

/** How one endpoint makes events of what is sent to it. Pure. */
export type Accept = {
  /** Where the text is. */
  readonly from: 'body' | 'query';
  readonly sender: Sender;
  readonly maxBytes: number;
  readonly read: (text: string) => Reading;
};
