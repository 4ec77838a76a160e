import type { FailureCode } from './invocation.ts';

/** What a request is answered with. */
export type Reply = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

const JSON_TYPE = { 'content-type': 'application/json' };
const tryLater = { 'retry-after': '1' };

/**
 * Every reply of our own. Senders of webhooks repeat what gets no 2xx, most of them also a 4xx: so what is kept here and tried again by
 * ourselves is a 202, and what can never succeed says so in its code.
 */
export const replies = {
  accepted: reply(200, { success: true }),
  invalidJson: refusal(400, 'invalid-json', 'The body is not the JSON that its Content-Type says.'),
  invalidEncoding: refusal(400, 'invalid-encoding', 'The body is not what its Content-Encoding says.'),
  invalidUtf8: refusal(400, 'invalid-utf-8', 'The body is not UTF-8.'),
  notAWebhook: refusal(
    403,
    'not-a-webhook',
    'The source of this write key takes no webhooks: use one of type webhook or function.',
  ),
  sourceDisabled: refusal(403, 'source_disabled', 'The source is switched off.'),
  tokenRequired: refusal(
    403,
    'token-required',
    'The source takes requests with an OAuth token only, which webhooks have not: switch requireOAuth off.',
  ),
  unknownWriteKey: refusal(404, 'unknown-write-key', 'No source has this write key, or it has expired.'),
  notFound: refusal(404, 'not-found', 'There is nothing at this path: send to /webhooks/{writeKey}.'),
  tooLarge: refusal(413, 'too-large', 'The body is larger than 512 KiB.'),
  tooLargeEvent: refusal(
    413,
    'too-large',
    'The body is larger than 32 KiB, which is what one event may have: let a source function choose what is needed.',
  ),
  unknownEncoding: refusal(
    415,
    'unknown-encoding',
    'The Content-Encoding of the body must be gzip, deflate or br, or none.',
  ),
  rateLimited: refusal(
    429,
    'rate-limited',
    "The source gets more requests than its rate limit allows. Try again later, or raise the limit in the source's settings.",
    tryLater,
  ),
  failed: refusal(500, 'failed', 'The request failed unexpectedly. Nothing of it is acknowledged.'),
  overloaded: refusal(503, 'overloaded', 'Too many requests are under way. Try again later.', tryLater),
  notReady: refusal(503, 'not-ready', 'The service is starting. Try again later.', tryLater),
  notStored: refusal(503, 'not-stored', 'The request could not be stored in time. Send it again.', tryLater),
} as const satisfies Readonly<Record<string, Reply>>;

/** The function has not succeeded yet; Segment's code says why. */
export function deferredReply(code: FailureCode): Reply {
  return reply(202, {
    success: true,
    code,
    message: 'The request is kept, and the function runs on it again.',
  });
}

/** The function has failed for good. What it threw is for its owner, not for whoever sends requests. */
export function failedReply(code: FailureCode): Reply {
  const message =
    'The function failed on this request. The request is kept, and the invocations of the function say why.';
  return refusal(422, code, message);
}

/** Name of a reply of our own, for metrics. */
export type ReplyName = keyof typeof replies;

function refusal(
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return reply(status, { success: false, code, message }, headers);
}

function reply(status: number, body: object, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status, headers: { ...JSON_TYPE, ...headers }, body: JSON.stringify(body) };
}
