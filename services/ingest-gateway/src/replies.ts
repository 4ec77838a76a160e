/** What a request is answered with. */
export type Reply = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** One byte a character. */
  readonly body: string;
};

const RETRY_AFTER_SECONDS = '1';
/** Both names mean seconds until the next attempt (Segment, rate limits). */
const tryLater = { 'retry-after': RETRY_AFTER_SECONDS, 'x-ratelimit-reset': RETRY_AFTER_SECONDS };
/** What is left of the body is not worth reading. */
const hangUp = { connection: 'close' };

/** A GIF of one transparent pixel. */
const IMAGE = 'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';

/**
 * Every reply. Client libraries drop what gets a 4xx, except 408, 410, 429 and 460, and repeat what gets a 5xx: so a fault that
 * passes is never a 4xx but 429. Only 429 makes them obey Retry-After.
 */
export const replies = {
  accepted: json(200, '{"success":true}'),
  image: reply(200, Buffer.from(IMAGE, 'base64').toString('latin1'), {
    'content-type': 'image/gif',
    'cache-control': 'no-store',
  }),
  preflight: { status: 204, headers: {}, body: '' },
  invalidJson: refusal(400, 'invalid-json', 'The body is not JSON.'),
  notAnObject: refusal(400, 'invalid-json', 'The body is JSON, but not an object.'),
  tooDeep: refusal(400, 'too-deep', 'The body is nested too deeply.'),
  invalidUtf8: refusal(400, 'invalid-utf-8', 'The body is not UTF-8.'),
  invalidEncoding: refusal(400, 'invalid-encoding', 'The body is not what its Content-Encoding says.'),
  unknownEncoding: refusal(
    400,
    'unknown-encoding',
    'Content-Encoding must be gzip, deflate, br or identity.',
  ),
  tooLarge: refusal(
    400,
    'too-large',
    'The body is larger than 32 KB (one event) or 500 KB (a batch).',
    hangUp,
  ),
  noWriteKey: refusal(
    401,
    'no-write-key',
    'Send the write key as the user name of Basic authorization, or as writeKey in the body.',
    { 'www-authenticate': 'Basic realm="write key"' },
  ),
  unknownWriteKey: refusal(401, 'unknown-write-key', 'No source has this write key.', {
    'www-authenticate': 'Basic realm="write key"',
  }),
  expiredWriteKey: refusal(
    401,
    'expired-write-key',
    'This write key was replaced and no longer works. Take the current one of the source.',
    { 'www-authenticate': 'Basic realm="write key"' },
  ),
  tokenRequired: refusal(
    401,
    'token-required',
    'This source takes an OAuth access token only: send it as Bearer authorization, and the write key in the body.',
    { 'www-authenticate': 'Bearer' },
  ),
  invalidToken: refusal(
    401,
    'invalid-token',
    'The access token is not valid, has expired or was revoked. Get a new one.',
    { 'www-authenticate': 'Bearer error="invalid_token"' },
  ),
  insufficientScope: refusal(
    403,
    'insufficient-scope',
    'The access token does not allow to send to this source: it needs the scope tracking_api:write of the same workspace.',
    { 'www-authenticate': 'Bearer error="insufficient_scope", scope="tracking_api:write"' },
  ),
  originNotAllowed: refusal(
    403,
    'origin-not-allowed',
    "Pages of this origin may not send to this source. Add the origin to the source's allowedOrigins.",
  ),
  notFound: refusal(404, 'not-found', 'There is nothing at this path.'),
  postOnly: refusal(405, 'method-not-allowed', 'This path takes POST only.', { allow: 'OPTIONS, POST' }),
  getOnly: refusal(405, 'method-not-allowed', 'This path takes GET only.', { allow: 'GET, HEAD, OPTIONS' }),
  rateLimited: refusal(
    429,
    'rate-limited',
    "The source gets more requests than its rate limit allows. Try again later, or raise the limit in the source's settings.",
    tryLater,
  ),
  overloaded: refusal(429, 'overloaded', 'Too much is waiting to be stored. Try again later.', tryLater),
  failed: refusal(500, 'failed', 'The request failed unexpectedly. Nothing of it is acknowledged.'),
  notReady: refusal(503, 'not-ready', 'The gateway is starting. Try again later.', tryLater),
  notStored: refusal(
    503,
    'not-stored',
    'The events could not be stored in time. Send them again with the same messageIds.',
    tryLater,
  ),
  spoolFull: refusal(
    503,
    'spool-full',
    'Kafka is away, and there is no room left to keep events until it is back. Try again later.',
    tryLater,
  ),
} as const satisfies Readonly<Record<string, Reply>>;

/** Name of a reply, for metrics. */
export type ReplyName = keyof typeof replies;

function refusal(
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return json(status, JSON.stringify({ success: false, code, message }), headers);
}

function json(status: number, body: string, headers: Readonly<Record<string, string>> = {}): Reply {
  return reply(status, body, { 'content-type': 'application/json', ...headers });
}

function reply(status: number, body: string, headers: Readonly<Record<string, string>>): Reply {
  return { status, body, headers: { 'content-length': String(body.length), ...headers } };
}
