import { parseEventFilter, type EventFilter } from './event-filter.ts';

/** What a reader asks for. */
export type StreamRequest = {
  /** Id or slug. */
  readonly source: string;
  readonly filter: EventFilter;
  /** Past events to show first, at most; all that are kept where the reader goes on behind one they have seen. */
  readonly last: number;
  /** Id of the last event the reader has seen. */
  readonly afterId: string | undefined;
};

/** Why a request is not answered with a stream. */
export type Refusal = { readonly status: 400 | 401 | 404 | 405 | 503; readonly message: string };

const PARAMETERS = ['status', 'type', 'event', 'userId', 'anonymousId', 'messageId', 'q', 'last'];

/** Reads a request for the stream of a source. */
export function parseStreamRequest(
  {
    method,
    url,
    lastEventId,
  }: { readonly method: string; readonly url: string; readonly lastEventId?: string },
  { maxLast }: { readonly maxLast: number },
): StreamRequest | Refusal {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  const [, written] = /^\/sources\/([^/]+)\/events\/?$/.exec(pathname) ?? [];
  const source = written === undefined ? undefined : decoded(written);
  if (source === undefined)
    return refusal(404, `there is no path ${pathname}; streams are at /sources/{id or slug}/events`);
  if (method !== 'GET') return refusal(405, `this path takes GET, not ${method}`);
  const unknown = [...searchParams.keys()].find(name => !PARAMETERS.includes(name));
  if (unknown !== undefined)
    return refusal(400, `${unknown} is no parameter; there are ${PARAMETERS.join(', ')}`);
  const last = searchParams.get('last') ?? String(maxLast);
  if (!/^\d{1,6}$/.test(last) || Number(last) > maxLast)
    return refusal(400, `last must be a number from 0 to ${maxLast}`);
  const parsed = parseEventFilter(searchParams);
  if ('problem' in parsed) return refusal(400, parsed.problem);
  const filter = parsed.filter;
  return { source, filter, last: lastEventId === undefined ? Number(last) : maxLast, afterId: lastEventId };
}

/** A refusal. */
export function refusal(status: Refusal['status'], message: string): Refusal {
  return { status, message };
}

function decoded(written: string): string | undefined {
  try {
    return decodeURIComponent(written);
  } catch {
    return undefined;
  }
}
