import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

import { topics, type Event } from '@millrace/contracts';
import { classifyError, InvalidRecordError, TransientError } from '@millrace/errors';
import type { ProducerRecord } from '@millrace/kafka';
import { adoptTraceparent, type Telemetry } from '@millrace/telemetry';

import { clientAddress, type TrustedProxies } from './client-address.ts';
import { eventRecord } from './event-record.ts';
import type { InFlight, Share } from './in-flight.ts';
import type { ReplyName } from './replies.ts';
import { readBody } from './request-body.ts';
import type { Accept } from './requests/accept.ts';
import type { FindSource } from './sources.ts';
import type { Facts } from './telemetry.ts';
import { writeKeyOfBody, writeKeyOfHeader } from './write-key.ts';

/** What collecting needs from outside. */
export type CollectDependencies = {
  readonly findSource: FindSource;
  readonly encode: (event: Event) => Buffer;
  /** Resolves when the records are durable. */
  readonly store: (records: readonly ProducerRecord[]) => Promise<void>;
  readonly inFlight: InFlight;
  readonly trustedProxies: TrustedProxies;
  readonly telemetry: Pick<Telemetry, 'log' | 'tracer' | 'traceSampleRatio'>;
  readonly facts: Facts;
};

/** Takes one request's events and tells how to answer; undefined when the client has gone. Rejects only on a bug. */
export type Collect = (
  request: IncomingMessage,
  response: ServerResponse,
  accept: Accept,
) => Promise<ReplyName | undefined>;

/** The way of every request: read the body, find its source, make records, store them. */
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
  const body = await readBody(request, response, { maxBytes: accept.maxBytes, share });
  if (body.kind === 'gone') return undefined;
  if (body.kind === 'refused') return body.reply;
  // The client's clock is compared with the moment its request was complete.
  const receivedAt = Date.now();

  const reading = accept.read(body.text);
  if (reading.kind === 'refused') return reading.reply;
  const writeKey = writeKeyOfHeader(request.headers.authorization) ?? writeKeyOfBody(reading.body);
  if (writeKey === undefined) return 'noWriteKey';
  const source = dependencies.findSource(writeKey);
  if (source === undefined) return 'unknownWriteKey';

  const events = reading.events({
    source,
    receivedAt,
    address: addressOf(request, dependencies.trustedProxies),
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
    if (error instanceof TransientError) return error.code === 'overloaded' ? 'overloaded' : 'notStored';
    if (error instanceof InvalidRecordError) return 'tooLarge';
    throw error;
  } finally {
    span.end();
  }
}

function addressOf(request: IncomingMessage, proxies: TrustedProxies): string | undefined {
  return clientAddress(request.socket.remoteAddress, oneOf(request.headers['x-forwarded-for']), proxies);
}

function oneOf(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header.join(',') : header;
}
