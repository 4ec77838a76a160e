import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

import { topics, type Event } from '@millrace/contracts';
import { classifyError, InvalidRecordError, TransientError, type ErrorCode } from '@millrace/errors';
import { eventRecord } from '@millrace/intake';
import type { ProducerRecord } from '@millrace/kafka';
import { adoptTraceparent, type Telemetry } from '@millrace/telemetry';

import type { Authorize } from './authorize.ts';
import type { IsBot } from './bots.ts';
import { clientAddress, type TrustedProxies } from './client-address.ts';
import type { InFlight, Share } from './in-flight.ts';
import type { ReplyName } from './replies.ts';
import { readBody } from './request-body.ts';
import type { Accept } from './requests/accept.ts';
import type { Facts } from './telemetry.ts';

/** What collecting needs from outside. */
export type CollectDependencies = {
  readonly authorize: Authorize;
  readonly encode: (event: Event) => Buffer;
  /** Resolves when the records are durable. */
  readonly store: (records: readonly ProducerRecord[]) => Promise<void>;
  readonly inFlight: InFlight;
  readonly trustedProxies: TrustedProxies;
  readonly isBot: IsBot;
  readonly telemetry: Pick<Telemetry, 'log' | 'tracer' | 'traceSampleRatio'>;
  readonly facts: Pick<Facts, 'stored'>;
};

/** Takes one request's events and tells how to answer; undefined when the client has gone. Rejects only on a bug. */
export type Collect = (
  request: IncomingMessage,
  response: ServerResponse,
  accept: Accept,
) => Promise<ReplyName | undefined>;

/** The way of every request: read its text, find its source, make records, store them. */
export function createCollect(dependencies: CollectDependencies): Collect {
  return async (request, response, accept) => {
    const share = dependencies.inFlight.enter();
    if (share === undefined) return 'overloaded';
    try {
      return await collect(dependencies, { request, response, accept, share });
    } finally {
      share.release();
    }
  };
}

type Visit = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly accept: Accept;
  readonly share: Share;
};

async function collect(dependencies: CollectDependencies, visit: Visit): Promise<ReplyName | undefined> {
  const { request, response, accept, share } = visit;
  const query = queryOf(request);
  const body =
    accept.from === 'query'
      ? ({ kind: 'text', text: query } as const)
      : await readBody(request, response, { maxBytes: accept.maxBytes, share });
  if (body.kind === 'gone') return undefined;
  if (body.kind === 'refused') return body.reply;
  // The client's clock is compared with the moment its request was complete.
  const receivedAt = Date.now();

  const reading = accept.read(body.text);
  if (reading.kind === 'refused') return reading.reply;
  if (reading.kind === 'ignored') return 'accepted';
  const authorization = await dependencies.authorize(
    { headers: request.headers, query, body: reading.body },
    receivedAt,
  );
  if (authorization.kind === 'refused') return authorization.reply;

  const events = reading.events({
    source: authorization.source,
    receivedAt,
    address: addressOf(request, dependencies.trustedProxies),
    userAgent: request.headers['user-agent'],
    sender: accept.sender,
    isBot: dependencies.isBot,
    sentAt: reading.body.sentAt,
    newMessageId: randomUUID,
  });
  return store(dependencies, request, events);
}

async function store(
  { encode, store: append, telemetry, facts }: CollectDependencies,
  request: IncomingMessage,
  events: readonly Event[],
): Promise<ReplyName> {
  const span = telemetry.tracer.startSpan(`collect ${topics.eventsCollected.name}`, {
    role: 'server',
    parent: adoptTraceparent(oneOf(request.headers['traceparent']), telemetry.traceSampleRatio),
  });
  try {
    await append(events.map(event => eventRecord(event, span.traceparent, encode)));
    facts.stored(events.length);
    return 'accepted';
  } catch (thrown) {
    const error = classifyError(thrown);
    span.fail(error.code);
    if (error instanceof TransientError) return transientReplies[error.code] ?? 'notStored';
    if (error instanceof InvalidRecordError) return 'tooLarge';
    throw error;
  } finally {
    span.end();
  }
}

/** Other faults that pass leave it unknown whether the events are stored. */
const transientReplies: Partial<Record<ErrorCode, ReplyName>> = {
  overloaded: 'overloaded',
  'spool-full': 'spoolFull',
};

function addressOf(request: IncomingMessage, proxies: TrustedProxies): string | undefined {
  return clientAddress(request.socket.remoteAddress, oneOf(request.headers['x-forwarded-for']), proxies);
}

function queryOf({ url = '' }: IncomingMessage): string {
  const mark = url.indexOf('?');
  return mark === -1 ? '' : url.slice(mark + 1);
}

function oneOf(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header.join(',') : header;
}
