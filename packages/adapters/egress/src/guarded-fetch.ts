import type { Dispatcher } from 'undici';

import { failureCode } from './failure-code.ts';
import type { GuardedFetch, OutboundFailure, OutboundReply, OutboundRequest } from './outbound.ts';
import { decodedBody, readBody } from './reply-body.ts';
import { parseRequest, redirected, type Hop } from './request-hop.ts';

/** Bounds of the requests of one fetch. */
export type FetchBounds = {
  readonly maxRedirects: number;
  /** Of the body, before and after it is inflated. */
  readonly maxReplyBytes: number;
  readonly timeoutMs: number;
  readonly maxRequests: number;
};

/** Makes requests through a dispatcher that guards its connections. */
export function createFetch(dispatcher: Dispatcher, bounds: FetchBounds): GuardedFetch {
  let underWay = 0;
  return async (request, signal) => {
    if (underWay >= bounds.maxRequests)
      return failure('overloaded', `more than ${bounds.maxRequests} requests are under way`);
    underWay += 1;
    const deadline = AbortSignal.timeout(bounds.timeoutMs);
    const ended = signal === undefined ? deadline : AbortSignal.any([signal, deadline]);
    try {
      return await follow(dispatcher, request, { bounds, signal: ended });
    } catch (error) {
      if (signal?.aborted === true) return failure('aborted', 'the request was given up');
      if (deadline.aborted) return failure('timed-out', `no reply within ${bounds.timeoutMs} ms`);
      return failure(failureCode(error), error instanceof Error ? error.message : String(error));
    } finally {
      underWay -= 1;
    }
  };
}

type Context = { readonly bounds: FetchBounds; readonly signal: AbortSignal };

/** Every hop is a request of its own: its address is judged as the first one was. */
async function follow(
  dispatcher: Dispatcher,
  request: OutboundRequest,
  { bounds, signal }: Context,
): Promise<OutboundReply> {
  const first = parseRequest(request);
  if (!first.ok) return failure('request-invalid', first.problem);
  let hop: Hop = first.hop;
  for (let redirects = 0; ; redirects++) {
    const response = await send(dispatcher, hop, signal);
    const next =
      request.redirect === 'manual'
        ? undefined
        : redirected(hop, response.statusCode, response.headers['location']);
    if (next === undefined)
      return await reply(hop, response, { isRedirected: redirects > 0, maxReplyBytes: bounds.maxReplyBytes });
    // The body of a redirect is nobody's; the stream says that it was cut off.
    response.body.on('error', () => undefined).destroy();
    if (!next.ok) return failure('request-invalid', next.problem);
    if (request.redirect === 'error') return failure('too-many-redirects', 'the reply is a redirect');
    if (redirects >= bounds.maxRedirects)
      return failure('too-many-redirects', `more than ${bounds.maxRedirects} redirects`);
    hop = next.hop;
  }
}

function send(
  dispatcher: Dispatcher,
  { url, method, headers, body }: Hop,
  signal: AbortSignal,
): Promise<Dispatcher.ResponseData> {
  return dispatcher.request({
    origin: url.origin,
    path: url.pathname + url.search,
    method,
    headers: headers.flat(),
    body: body ?? null,
    signal,
  });
}

async function reply(
  { url }: Hop,
  response: Dispatcher.ResponseData,
  { isRedirected, maxReplyBytes }: { readonly isRedirected: boolean; readonly maxReplyBytes: number },
): Promise<OutboundReply> {
  const tooLarge = failure('reply-too-large', `the reply has more than ${maxReplyBytes} bytes`);
  const received = await readBody(response.body, maxReplyBytes);
  if (received === undefined) return tooLarge;
  const decoded = await decodedBody(received, response.headers['content-encoding'], maxReplyBytes);
  if (decoded.kind === 'too-large') return tooLarge;
  if (decoded.kind === 'malformed')
    return failure('reply-malformed', 'the body is not what its Content-Encoding says');
  return {
    kind: 'response',
    status: response.statusCode,
    headers: headerPairs(response.headers, decoded.wasEncoded),
    body: decoded.body,
    url: url.href,
    redirected: isRedirected,
  };
}

/** Headers as pairs, without those that describe a body as it was before it was inflated. */
function headerPairs(
  headers: Dispatcher.ResponseData['headers'],
  wasEncoded: boolean,
): (readonly [string, string])[] {
  const stale = wasEncoded ? ['content-encoding', 'content-length'] : [];
  return Object.entries(headers).flatMap(([name, value]) => {
    if (value === undefined || stale.includes(name)) return [];
    return (Array.isArray(value) ? value : [value]).map(one => [name, one] as const);
  });
}

function failure(code: OutboundFailure, message: string): OutboundReply {
  return { kind: 'failure', code, message };
}
