import { describe, expect, it } from '@jest/globals';
import { topics, type Topic } from '@millrace/contracts';
import { TransientError } from '@millrace/errors';
import type { ProducerRecord } from '@millrace/kafka';
import { webhookSettings } from '@millrace/resources';
import type { FunctionRun } from '@millrace/sandbox';
import { silentTelemetry } from '@millrace/telemetry';
import { A_TIME, localCodec } from '@millrace/testing';

import { anInvocation, aRun, aWebhook, returned, someRules, SOURCE_ID, threw } from './fixtures/functions.ts';
import { createReceiveWebhook, type OpenTarget } from './receive-webhook.ts';
import type { RetryRules } from './rules.ts';
import { createFacts } from './telemetry.ts';
import type { Webhook } from './webhook.ts';

const toFunction: OpenTarget = { kind: 'function', sourceId: SOURCE_ID, functionId: 'fun_billing' };
const toEvent: OpenTarget = { kind: 'event', sourceId: SOURCE_ID, rules: webhookSettings.parse({}) };
const emitted = [{ type: 'track', event: { userId: 'u-1', event: 'Invoice Paid' } }] as const;

type Options = {
  readonly run?: FunctionRun;
  readonly target?: OpenTarget;
  readonly webhook?: Webhook;
  readonly rules?: RetryRules;
  readonly store?: (records: readonly ProducerRecord[]) => Promise<void>;
};

/** Receives one request and tells the reply, and what was stored by then. */
async function receive({
  run = aRun(returned, { emitted }),
  target = toFunction,
  webhook = aWebhook(),
  rules = someRules(),
  store = () => Promise.resolve(),
}: Options) {
  const stored: ProducerRecord[] = [];
  const receiveWebhook = createReceiveWebhook({
    invoke: () => Promise.resolve(anInvocation(run, { webhook })),
    encode: {
      event: localCodec(topics.eventsCollected).encode,
      invocation: localCodec(topics.functionsInvocations).encode,
      deferred: localCodec(topics.webhooksDeferred).encode,
    },
    store: async records => {
      await store(records);
      stored.push(...records);
    },
    rules,
    origin: { service: 'source-functions', version: '1.2.3' },
    telemetry: silentTelemetry,
    facts: createFacts(silentTelemetry),
  });
  const reply = await receiveWebhook(webhook, target);
  return { reply, stored };
}

function valuesOf<T>(topic: Topic<T>, records: readonly ProducerRecord[]): readonly T[] {
  const codec = localCodec(topic);
  return records
    .filter(record => record.topic === topic.name)
    .map(({ value }) => codec.decode(value ?? Buffer.alloc(0)));
}

describe('a request to a function', () => {
  it('is answered when what the function sent is stored, with the record of its run', async () => {
    const { reply, stored } = await receive({});
    expect(reply).toMatchObject({ status: 200, body: '{"success":true}' });
    expect(stored.map(({ topic, key }) => [topic, key])).toEqual([
      ['events.collected.v1', 'src_billing:u-1'],
      ['functions.invocations.v1', 'fun_billing'],
    ]);
    expect(valuesOf(topics.functionsInvocations, stored)).toMatchObject([
      { outcome: 'succeeded', attempt: 1, events: 1, replyStatus: 200 },
    ]);
  });

  it('is answered as the function says', async () => {
    const value = { status: 201, headers: { 'x-a': 'b' }, body: 'made' };
    const { reply, stored } = await receive({ run: aRun({ kind: 'returned', value }) });
    expect(reply).toEqual(value);
    expect(valuesOf(topics.functionsInvocations, stored)).toMatchObject([{ replyStatus: 201 }]);
  });

  it.each([
    ['RetryError', aRun(threw('RetryError'), { emitted }), 'RETRY_ERROR'],
    ['no end in time', aRun({ kind: 'timed-out' }, { emitted }), 'FUNCTION_TIMEOUT'],
    ['no place to run', aRun({ kind: 'unavailable', reason: 'overloaded' }), 'SANDBOX_UNAVAILABLE'],
  ])('is kept and tried again after %s, and nothing it sent counts yet', async (_what, run, code) => {
    const { reply, stored } = await receive({ run });
    expect(reply.status).toBe(202);
    expect(JSON.parse(reply.body)).toMatchObject({ success: true, code });
    const [waiting] = valuesOf(topics.webhooksDeferred, stored);
    expect(waiting).toMatchObject({ ...aWebhook(), sourceId: SOURCE_ID, attempts: 1 });
    expect(waiting?.dueAt).toBeGreaterThanOrEqual(A_TIME + 60_000);
    expect(valuesOf(topics.functionsInvocations, stored)).toMatchObject([
      { outcome: 'retrying', code, replyStatus: 202, nextAttemptAt: waiting?.dueAt },
    ]);
    expect(valuesOf(topics.eventsCollected, stored)).toEqual([]);
  });

  it('is kept in dead letters when the function fails, with what is needed to replay it', async () => {
    const { reply, stored } = await receive({ run: aRun(threw('TypeError', 'secret of the function')) });
    expect(reply.status).toBe(422);
    expect(reply.body).toContain('INVOKE_ERROR');
    expect(reply.body).not.toContain('secret of the function');
    const letter = stored.find(({ topic }) => topic === topics.sourceFunctionsDeadLetters.name);
    expect(localCodec(topics.webhooksDeferred).decode(letter?.value ?? Buffer.alloc(0))).toMatchObject({
      ...aWebhook(),
      attempts: 0,
    });
    expect(letter?.headers).toMatchObject({
      'dead-letter-code': 'INVOKE_ERROR',
      'dead-letter-topic': 'webhooks.deferred.v1',
      'dead-letter-service': 'source-functions',
      'dead-letter-version': '1.2.3',
    });
  });

  it('fails where it may be tried only once', async () => {
    const { reply, stored } = await receive({
      run: aRun({ kind: 'timed-out' }),
      rules: someRules({ attempts: 1 }),
    });
    expect(reply.status).toBe(422);
    expect(valuesOf(topics.functionsInvocations, stored)).toMatchObject([{ outcome: 'expired' }]);
  });

  it.each([
    ['broker-unavailable', 503, 'not-stored'],
    ['overloaded', 503, 'overloaded'],
  ] as const)('is not answered as done when storing fails with %s', async (code, status, word) => {
    const store = () => Promise.reject(new TransientError(code, 'no'));
    const { reply } = await receive({ store });
    expect(reply).toMatchObject({ status, headers: { 'retry-after': '1' } });
    expect(reply.body).toContain(word);
  });
});

describe('a request to a webhook source', () => {
  it('is one event', async () => {
    const { reply, stored } = await receive({ target: toEvent });
    expect(reply.status).toBe(200);
    expect(valuesOf(topics.eventsCollected, stored)).toMatchObject([
      { type: 'track', event: 'Webhook Received', properties: '{"type":"invoice.paid"}' },
    ]);
    expect(stored).toHaveLength(1);
  });

  it('is refused where it is not the JSON that it says', async () => {
    const { reply, stored } = await receive({ target: toEvent, webhook: aWebhook({ body: '{' }) });
    expect(reply.status).toBe(400);
    expect(stored).toEqual([]);
  });
});
