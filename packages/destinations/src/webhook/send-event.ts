import { eventTypes } from '@millrace/domain';

import type { Action } from '../destination.ts';
import { eventJson } from '../event-json.ts';
import type { WebhookSettings } from './settings.ts';

/** Receivers written for Segment tell its requests by this name. */
const USER_AGENT = 'Segment.io/1.0';

/** One request an event; the body is the event in Segment's form. */
export const sendEvent: Action<WebhookSettings> = {
  slug: 'send-event',
  eventTypes,
  buildRequest(event, _profile, { url, method, headers, sharedSecret }) {
    const body = eventJson(event);
    return {
      method,
      url,
      headers: {
        'user-agent': USER_AGENT,
        ...headers,
        'content-type': 'application/json',
        'idempotency-key': headerText(event.messageId),
      },
      body,
      ...(sharedSecret !== undefined && {
        signing: { algorithm: 'hmac-sha1', header: 'x-signature', secret: sharedSecret, text: body },
      }),
    };
  },
};

/** A messageId is any text, a header is not: what does not fit is percent-encoded, the same on every attempt. */
function headerText(messageId: string): string {
  return /^[\x21-\x7e]+$/.test(messageId) ? messageId : encodeURIComponent(messageId.toWellFormed());
}
