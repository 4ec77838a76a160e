import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

import type { Authenticate } from './authentication.ts';
import { createEventStream, type Open, type StreamLimits } from './event-stream.ts';
import type { LiveEvents } from './live-events.ts';
import { parseStreamRequest, refusal, type Refusal, type StreamRequest } from './stream-request.ts';
import type { Facts } from './telemetry.ts';

/** What serving streams needs. */
export type RoutesDeps = {
  readonly authenticate: Authenticate;
  /** Id of a source by its id or slug. */
  readonly findSource: (idOrSlug: string) => string | undefined;
  readonly live: LiveEvents;
  readonly open: Open;
  readonly facts: Pick<Facts, 'answered'>;
  readonly limits: StreamLimits & {
    readonly maxStreams: number;
    readonly recentEvents: number;
  };
};

/** `GET /sources/{id or slug}/events`: who asks -> what do they want -> a stream that lasts as long as the connection. */
export function createRoutes(deps: RoutesDeps): RequestListener {
  return (request, response) => {
    const wish = wishOf(request, deps);
    if ('status' in wish) {
      deps.facts.answered(wish.status);
      refuse(response, wish);
      return;
    }
    const sourceId = deps.findSource(wish.source);
    if (sourceId === undefined) {
      deps.facts.answered(404);
      refuse(response, refusal(404, `there is no source with the id or slug ${wish.source}`));
      return;
    }
    deps.facts.answered(200);
    stream(response, { ...wish, sourceId }, deps);
  };
}

function wishOf(
  request: IncomingMessage,
  { authenticate, live, limits }: RoutesDeps,
): StreamRequest | Refusal {
  const { method = 'GET', url = '/', headers } = request;
  if (!authenticate(headers.authorization)) {
    return refusal(401, 'the request needs a valid token, as Authorization: Bearer <token>');
  }
  const lastEventId = headers['last-event-id'];
  const wish = parseStreamRequest(
    { method, url, ...(typeof lastEventId === 'string' && { lastEventId }) },
    { maxLast: limits.recentEvents },
  );
  if ('status' in wish || live.streams() < limits.maxStreams) return wish;
  return refusal(503, `${limits.maxStreams} readers are connected already; try again later`);
}

function stream(
  response: ServerResponse,
  { sourceId, filter, last, afterId }: StreamRequest & { readonly sourceId: string },
  { live, open, limits }: RoutesDeps,
): void {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    // Proxies that gather replies would hold back what should be seen at once.
    'x-accel-buffering': 'no',
  });
  response.flushHeaders();
  const reader = {
    write: (text: string): void => void response.write(text),
    waitingBytes: () => response.writableLength,
  };
  const events = createEventStream({ filter, last, reader, open, limits, now: Date.now });
  response.on('drain', () => events.flush());
  response.once('close', live.join(events, { sourceId, afterId }));
}

function refuse(response: ServerResponse, { status, message }: Refusal): void {
  response
    .writeHead(status, {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      ...(status === 401 && { 'www-authenticate': 'Bearer' }),
      ...(status === 405 && { allow: 'GET' }),
      ...(status === 503 && { 'retry-after': '5' }),
    })
    .end(JSON.stringify({ errors: [{ type: types[status], message, status }] }));
}

const types: Readonly<Record<Refusal['status'], string>> = {
  400: 'bad-request',
  401: 'unauthorized',
  404: 'not-found',
  405: 'bad-request',
  503: 'server',
};
