import { z } from 'zod';

/** An origin as browsers send it: scheme, host and port; `*` stands for any subdomain. */
const origin = z
  .string()
  .max(300)
  .regex(
    /^https?:\/\/(\*\.)?[A-Za-z0-9.-]+(:\d{1,5})?$/,
    'must be an origin such as https://www.example.com or https://*.example.com',
  );

const rateLimit = z.strictObject({
  /** Sustained rate, for each gateway process. */
  requestsPerSecond: z.number().int().min(1).max(1_000_000),
  /** Requests that may come at once after a pause; one second's worth by default. */
  burst: z.number().int().min(1).max(1_000_000).optional(),
});

/** What the browser library is told through its settings (analytics-next's names are in the gateway). */
const browser = z.strictObject({
  /** Address that browsers reach the gateway under, such as https://t.example.com/collect; by default the one they asked. */
  publicUrl: z
    .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
    .regex(/^[^?#@]*$/, 'must have no query, fragment or user name')
    .optional(),
  /** Events gathered into one request. Without it, each event is a request. */
  batching: z
    .strictObject({
      size: z.number().int().min(1).max(100).default(10),
      timeoutMs: z.number().int().min(100).max(600_000).default(5_000),
    })
    .optional(),
  /** Bounds are the library's own: it would move what lies outside them without a word. */
  retry: z
    .strictObject({
      maxRetries: z.number().int().min(0).max(100).optional(),
      maxDelayMs: z.number().int().min(100).max(3_600_000).optional(),
      maxTotalMs: z
        .number()
        .int()
        .min(60_000)
        .max(7 * 86_400_000)
        .optional(),
    })
    .optional(),
  /** Categories of consent that the site asks for. */
  consentCategories: z.array(z.string().min(1).max(34)).max(100).optional(),
});

/** A place in a JSON body (RFC 6901), such as /data/object/id. */
const jsonPointer = z
  .string()
  .max(500)
  .regex(/^(\/([^~/]|~0|~1)*)+$/, 'must be a JSON pointer such as /customer/id');

/** How a webhook source without a function makes events of what it receives. */
export const webhookSettings = z.strictObject({
  eventName: z.string().min(1).max(200).default('Webhook Received'),
  eventNameFrom: jsonPointer.optional(),
  userIdFrom: jsonPointer.optional(),
  anonymousIdFrom: jsonPointer.optional(),
  messageIdFrom: jsonPointer.optional(),
  timestampFrom: jsonPointer.optional(),
});

const shape = {
  /** Origins whose pages may send with this source's write keys; any, when empty. Requests without an Origin are no pages. */
  allowedOrigins: z.array(origin).max(200).default([]),
  rateLimit: rateLimit.optional(),
  /** Whether events of known bots are marked in their context or also blocked. */
  bots: z.enum(['flag', 'block']).default('flag'),
  /** Whether a write key alone no longer suffices: every request needs an OAuth token. */
  requireOAuth: z.boolean().default(false),
  browser: browser.optional(),
  webhook: webhookSettings.optional(),
};

/** Settings of a source as a file holds them. */
export const writtenSourceSettings = z.strictObject(shape);

/**
 * Settings of a source as stored and as a request holds them. Others are kept and mean nothing: scripts made for Segment
 * set what its sources know, and a later version may know more.
 */
export const sourceSettings = z.looseObject(shape);

/** Settings of a source. */
export type SourceSettings = z.output<typeof sourceSettings>;
