import { z } from 'zod';

/** Headers that the request's own parts decide. */
const RESERVED: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'content-type',
  'expect',
  'host',
  'idempotency-key',
  'keep-alive',
  'te',
  'traceparent',
  'tracestate',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'x-signature',
]);

const headerName = z
  .string()
  .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/, 'is not the name of an HTTP header')
  .toLowerCase()
  .refine(name => !RESERVED.has(name), 'is set by the webhook itself');

const headerValue = z
  .string()
  .max(4_000)
  .regex(/^[\t\x20-\x7e\x80-\xff]*$/, 'has characters that a header cannot carry');

/** Settings of one webhook. */
export const settings = z.strictObject({
  url: z
    .url({ protocol: /^https?$/, error: 'must be an absolute URL that starts with http:// or https://' })
    .max(2_000)
    .refine(hasNoCredentials, 'must not hold a user and password; set the header authorization instead')
    .describe('Where events are sent.'),
  method: z.enum(['POST', 'PUT', 'PATCH']).default('POST').describe('HTTP method of the requests.'),
  headers: z
    .record(headerName, headerValue)
    .refine(headers => Object.keys(headers).length <= 50, 'has more than 50 headers')
    .default({})
    .describe('Further headers of every request; user-agent may be replaced here.'),
  sharedSecret: z
    .string()
    .min(1)
    .max(1_000)
    .optional()
    .describe('Signs every body: X-Signature is the hex HMAC-SHA1 under this secret.'),
});

/** Settings of one webhook. */
export type WebhookSettings = z.output<typeof settings>;

/** They would be dropped on the way, and shown with the address. */
function hasNoCredentials(url: string): boolean {
  return !URL.canParse(url) || new URL(url).username === '';
}
