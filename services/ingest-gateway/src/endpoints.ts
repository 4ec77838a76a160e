import { eventTypes, type EventType } from '@millrace/domain';

import { acceptBatch } from './requests/accept-batch.ts';
import { acceptEvent } from './requests/accept-event.ts';
import { acceptMetrics } from './requests/accept-metrics.ts';
import { acceptPixel } from './requests/accept-pixel.ts';
import type { Accept } from './requests/accept.ts';

/** A path that takes events. */
export type Endpoint = {
  readonly path: string;
  readonly method: 'GET' | 'POST';
  readonly takes: 'event' | 'any event' | 'batch' | 'metrics' | 'pixel';
  /** The call that the path names. */
  readonly type?: EventType;
  /** Who sends to it, for people. */
  readonly summary: string;
  readonly accept: Accept;
};

const letters: Readonly<Record<EventType, string>> = {
  track: 't',
  identify: 'i',
  page: 'p',
  screen: 's',
  group: 'g',
  alias: 'a',
};

/** Every path that takes events; an alias is one more row. */
export const endpoints: readonly Endpoint[] = [
  ...eventTypes.flatMap(type => [
    event(`/v1/${type}`, type, acceptEvent(type), 'One call (Segment, HTTP API).'),
    event(`/v1/${letters[type]}`, type, acceptEvent(type), 'One call, as analytics.js sends it.'),
    event(`/api/s/${type}`, type, acceptEvent(type, 'device'), "One call of a person's device (Jitsu)."),
    event(`/api/s/s2s/${type}`, type, acceptEvent(type, 'server'), 'One call of a server (Jitsu).'),
    pixel(type),
  ]),
  anyEvent(
    '/api/s/event',
    acceptEvent(undefined, 'device'),
    "One call of a person's device, its type inside (Jitsu).",
  ),
  anyEvent(
    '/api/s/s2s/event',
    acceptEvent(undefined, 'server'),
    'One call of a server, its type inside (Jitsu).',
  ),
  batch('/v1/batch', acceptBatch(), 'Calls together (Segment, HTTP API).'),
  batch('/v1/b', acceptBatch(), 'Calls together, as analytics.js and the mobile libraries send them.'),
  batch('/v1/import', acceptBatch(), 'Calls together, as older mobile libraries send them.'),
  batch(
    '/v1/batch/v1/batch',
    acceptBatch(),
    "Calls together, from a library of RudderStack's that was given /v1/batch.",
  ),
  batch('/beacon/v1/batch', acceptBatch(), 'Calls together of a page that is left (RudderStack).'),
  batch('/api/s/batch', acceptBatch('device'), "Calls together of a person's device (Jitsu)."),
  batch('/api/s/s2s/batch', acceptBatch('server'), 'Calls together of a server (Jitsu).'),
  {
    path: '/v1/m',
    method: 'POST',
    takes: 'metrics',
    summary: 'What analytics.js measures of itself; taken and not kept.',
    accept: acceptMetrics,
  },
];

const byPath: ReadonlyMap<string, Endpoint> = new Map(endpoints.map(endpoint => [endpoint.path, endpoint]));

/**
 * The endpoint of a request's target. Clients put slashes where base and path meet, and at the end; neither they nor capitals make
 * another path.
 */
export function findEndpoint(target: string): Endpoint | undefined {
  const { path } = splitTarget(target);
  return byPath.get(path) ?? byPath.get(plainPath(path).replace(/\/$/, '').toLowerCase());
}

/** The target with one slash where several stand. */
export function plainTarget(target: string): string {
  const { path, query } = splitTarget(target);
  return plainPath(path) + query;
}

function splitTarget(target: string): { readonly path: string; readonly query: string } {
  const mark = target.indexOf('?');
  return mark === -1
    ? { path: target, query: '' }
    : { path: target.slice(0, mark), query: target.slice(mark) };
}

/** A target may also be a whole URL (RFC 9112, 3.2.2). */
function plainPath(path: string): string {
  return path.replace(/^https?:\/\/[^/]*/i, '').replace(/\/{2,}/g, '/');
}

function event(path: string, type: EventType, accept: Accept, summary: string): Endpoint {
  return { path, method: 'POST', takes: 'event', type, summary, accept };
}

function anyEvent(path: string, accept: Accept, summary: string): Endpoint {
  return { path, method: 'POST', takes: 'any event', summary, accept };
}

function batch(path: string, accept: Accept, summary: string): Endpoint {
  return { path, method: 'POST', takes: 'batch', summary, accept };
}

function pixel(type: EventType): Endpoint {
  return {
    path: `/v1/pixel/${type}`,
    method: 'GET',
    takes: 'pixel',
    type,
    summary:
      'One call, made by loading an image (Segment, Pixel API). The answer is the image, whatever became of the call.',
    accept: acceptPixel(type),
  };
}
