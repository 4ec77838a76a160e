import { defineDestination, type Destination } from '../destination.ts';
import { classifyHttp } from '../http-outcome.ts';
import { sendEvent } from './send-event.ts';
import { settings } from './settings.ts';

/** Sends every event as JSON to an address of the customer's. */
export const destination: Destination = defineDestination({
  slug: 'webhook',
  name: 'Webhook',
  description: 'Sends each event as JSON to an address of yours, signed if you like.',
  settings,
  secrets: ['sharedSecret', 'headers'],
  actions: [sendEvent],
  limits: { deadlineMs: 5_000, maxReplyBytes: 0 },
  batching: { maxEvents: 1 },
  classify: classifyHttp,
});
