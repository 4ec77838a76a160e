import { describe, expect, it } from '@jest/globals';
import type { ProfileActivity } from '@millrace/contracts';
import type { Reply, RequestPlan } from '@millrace/destinations';
import { InvalidRecordError, TransientError } from '@millrace/errors';
import { A_TIME } from '@millrace/testing';

import type { ActiveDestination } from './active-destination.ts';
import type { Question } from './attempt.ts';
import { createDelivery, type Delivery } from './delivery.ts';
import { aDestination, aResponse, anActivity } from './fixtures/forwarding.ts';
import type { Health } from './health.ts';

const refused: Reply = { kind: 'failure', code: 'connection-refused' };

describe('a delivery', () => {
  it('sends the request of the event and gives the reply', async () => {
    const { delivery, sent } = aDelivery(() => aResponse(200));
    expect(await delivery.attempt(aQuestion('message-1'))).toMatchObject({
      kind: 'made',
      reply: { status: 200 },
      drained: { events: 3, durationMs: 10 },
    });
    expect(sent).toMatchObject([
      {
        plan: { url: 'http://127.0.0.1:9/hook', headers: { 'idempotency-key': 'message-1' } },
        traceparent: 'trace of message-1',
      },
    ]);
  });

  it('withholds events that have not waited while the destination is down, and lets those that have try', async () => {
    let reply: Reply = refused;
    const { delivery, sent, healths } = aDelivery(() => reply);
    for (const messageId of ['message-1', 'message-2']) await delivery.attempt(aQuestion(messageId));
    expect(delivery.isUp()).toBe(false);
    expect(await delivery.attempt(aQuestion('message-3'))).toMatchObject({ kind: 'withheld' });
    expect(sent).toHaveLength(2);

    reply = aResponse(200);
    expect(await delivery.attempt(aQuestion('message-1', { isParked: true }))).toMatchObject({
      kind: 'made',
    });
    expect(delivery.isUp()).toBe(true);
    expect(await delivery.attempt(aQuestion('message-3'))).toMatchObject({ kind: 'made' });
    expect(healths.map(({ status }) => status)).toEqual(['down', 'up']);
  });

  it('sends nothing more once it is held back', async () => {
    const { delivery, sent } = aDelivery(() => aResponse(200));
    delivery.holdBack();
    expect(await delivery.attempt(aQuestion('message-1', { isParked: true }))).toMatchObject({
      kind: 'withheld',
    });
    expect(sent).toEqual([]);
  });

  it('has no more requests on their way than its bound', async () => {
    let under = 0;
    let most = 0;
    const { delivery } = aDelivery(async () => {
      most = Math.max(most, ++under);
      await new Promise(setImmediate);
      under -= 1;
      return aResponse(200);
    });
    await Promise.all(
      Array.from({ length: 20 }, (_, index) => delivery.attempt(aQuestion(`message-${index}`))),
    );
    expect(most).toBe(4);
  });

  it('reads a waiting event with the schema it was written with', async () => {
    const prepared: (readonly Buffer[])[] = [];
    const { delivery, sent } = aDelivery(() => aResponse(200), {
      decode: () => anActivity('profile-1', { messageId: 'decoded' }),
      prepare: async bytes => void prepared.push(bytes),
    });
    await delivery.attempt(aQuestion('message-1', { isParked: true, activity: undefined }));
    expect(prepared).toEqual([[Buffer.from('message-1')]]);
    expect(sent).toMatchObject([{ plan: { headers: { 'idempotency-key': 'decoded' } } }]);
  });

  it('says so where a waiting event makes no request', async () => {
    const { delivery } = aDelivery(() => aResponse(200), {
      decode: () => {
        throw new InvalidRecordError('decoding-failed', 'cut short');
      },
    });
    const question = aQuestion('message-1', { isParked: true, activity: undefined });
    expect(await delivery.attempt(question)).toMatchObject({ kind: 'unsendable', code: 'decoding-failed' });
  });

  it('waits with the batch where the schema of a waiting event cannot be fetched', async () => {
    const { delivery } = aDelivery(() => aResponse(200), {
      prepare: () => Promise.reject(new TransientError('registry-unavailable', 'no reply')),
    });
    const question = aQuestion('message-1', { isParked: true, activity: undefined });
    await expect(delivery.attempt(question)).rejects.toBeInstanceOf(TransientError);
  });

  it('leaves it to the runtime when a plug-in throws over the record in hand', async () => {
    const { delivery } = aDelivery(() => aResponse(200), {}, aDestination({ plugin: aThrowingPlugin() }));
    await expect(delivery.attempt(aQuestion('message-1'))).rejects.toMatchObject({ code: 'handler-failed' });
  });
});

type Codec = {
  decode(bytes: Buffer): ProfileActivity;
  prepare(bytes: readonly Buffer[]): Promise<void> | undefined;
};

function aDelivery(
  replyTo: () => Reply | Promise<Reply>,
  codec: Partial<Codec> = {},
  destination: ActiveDestination = aDestination(),
): { delivery: Delivery; sent: { plan: RequestPlan; traceparent: string | undefined }[]; healths: Health[] } {
  const sent: { plan: RequestPlan; traceparent: string | undefined }[] = [];
  const healths: Health[] = [];
  const delivery = createDelivery({
    destination: () => destination,
    sender: {
      async send(plan, _limits, traceparent) {
        sent.push({ plan, traceparent });
        return replyTo();
      },
      close: async () => {},
    },
    codec: { decode: () => anActivity('profile-1'), prepare: () => undefined, ...codec },
    telemetry: {
      startCall: ({ traceparent }) => ({ traceparent: traceparent ?? '', set() {}, fail() {}, end() {} }),
      attemptMade() {},
      attemptWithheld() {},
      eventUnsendable() {},
      healthChanged: health => void healths.push(health),
    },
    concurrency: 4,
    downAfter: 2,
  });
  return { delivery, sent, healths };
}

function aQuestion(messageId: string, overrides: Partial<Question> = {}): Question {
  return {
    event: {
      value: Buffer.from(messageId),
      offset: '0',
      traceparent: `trace of ${messageId}`,
      messageId,
      eventType: 'track',
      eventName: null,
      sourceId: 'source-1',
      receivedAt: A_TIME,
    },
    activity: anActivity('profile-1', { messageId }),
    attempt: 1,
    isParked: false,
    drained: { events: 3, durationMs: 10 },
    ...overrides,
  };
}

function aThrowingPlugin(): ActiveDestination['plugin'] {
  const buildRequest = (): RequestPlan => {
    throw new Error('a bug');
  };
  return { ...aDestination().plugin, actionFor: () => ({ slug: 'send-event', buildRequest }) };
}
