import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import {
  openControlApi,
  type ControlApi,
  type StoryFunction,
  type StoryInvocation,
  type StorySource,
} from '../stack/control-api.ts';
import { crashPart, startStoppedParts } from '../stack/restart.ts';
import { waitUntil } from '../stack/wait-until.ts';
import { beginStory, type Story } from './story.ts';

let story: Story;
let controlApi: ControlApi;
const made: { remove(): Promise<void> }[] = [];

beforeAll(async () => {
  story = await beginStory();
  controlApi = await openControlApi(story.endpoints.controlApi);
});
afterAll(async () => {
  // Sources first: a function that is in use stays.
  for (const one of made.toReversed()) await one.remove();
  await story.end();
});

/** A function with a source that runs it, both with a name of the story. */
async function deploy(
  name: string,
  code: string,
  settings: Readonly<Record<string, unknown>> = {},
): Promise<{ readonly fun: StoryFunction; readonly source: StorySource }> {
  const slug = `${story.name}-${name}`;
  const fun = await controlApi.addFunction({ name: slug, code, settings: Object.keys(settings) });
  made.push(fun);
  const source = await controlApi.addSource({
    slug,
    type: 'function',
    functionId: fun.id,
    functionSettings: settings,
  });
  made.push(source);
  await known(source);
  return { fun, source };
}

/** Resolves once the service knows the source: an unknown key is a 404, and a body that is no UTF-8 runs nothing. */
async function known({ writeKey }: StorySource): Promise<void> {
  const probe = async () => {
    const body = new Uint8Array([0xff]);
    const { status } = await fetch(urlOf(writeKey), { method: 'POST', body });
    return status === 404 ? undefined : true;
  };
  await waitUntil(`the source of ${writeKey}`, probe, { withinMs: 10_000 });
}

function urlOf(writeKey: string, behind = ''): string {
  return `${story.endpoints.sourceFunctions}/webhooks/${writeKey}${behind}`;
}

const post = (writeKey: string, body: string, headers: Readonly<Record<string, string>> = {}) =>
  fetch(urlOf(writeKey), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });

const invocationsOf = (fun: StoryFunction, isDone: (runs: readonly StoryInvocation[]) => boolean) =>
  waitUntil(
    'the runs of the function',
    async () => {
      const runs = await fun.invocations();
      return isDone(runs) ? runs : undefined;
    },
    { withinMs: 60_000 },
  );

describe('a source function', () => {
  it('checks a signature, makes events of a webhook, and answers it', async () => {
    const secretKey = `whsec_${story.name}`;
    const { fun, source } = await deploy('stripe', signedWebhooks, { secretKey });
    const body = JSON.stringify({
      id: `${story.name}-evt`,
      type: 'invoice.paid',
      created: 1_767_225_600,
      data: { object: { customer: `${story.name}-customer`, email: 'ada@example.com', total: 1250 } },
    });
    const signature = createHmac('sha256', secretKey).update(`1767225600.${body}`).digest('hex');
    const signed = (value: string) =>
      post(source.writeKey, body, { 'stripe-signature': `t=1767225600,v1=${value}` });

    const refused = await signed('0'.repeat(64));
    expect([refused.status, await refused.json()]).toEqual([401, { error: 'bad signature' }]);
    const accepted = await signed(signature);
    expect([accepted.status, await accepted.json()]).toEqual([200, { received: `${story.name}-evt` }]);
    expect(accepted.headers.get('x-handled-by')).toBe('function');

    const track = await story.archived(`${story.name}-evt`);
    expect(track).toMatchObject({
      type: 'track',
      event: 'Invoice Paid',
      user_id: `${story.name}-customer`,
      source_id: source.id,
      properties: '{"total":12.5,"currency":"EUR"}',
      original_timestamp: '2026-01-01 00:00:00.000',
    });
    expect(JSON.parse(String(track.context))).toMatchObject({ library: { name: `${story.name}-stripe` } });
    const identify = await story.archived(`${story.name}-evt-who`);
    expect(identify).toMatchObject({ type: 'identify', profile_id: track.profile_id });

    const [newest] = await invocationsOf(fun, runs => runs.length === 2);
    expect(newest).toMatchObject({ outcome: 'succeeded', events: 2 });
    expect(newest?.console).toMatchObject([{ level: 'info', text: 'paid: 12.5' }]);
    expect(JSON.stringify(newest)).not.toMatch(new RegExp(`${signature}|${source.writeKey}`));
  });

  it('that throws is answered with 422, and its owner sees why', async () => {
    const { fun, source } = await deploy('broken', broken);
    const reply = await post(source.writeKey, '{"items":null}');
    expect([reply.status, await reply.json()]).toMatchObject([422, { code: 'INVOKE_ERROR' }]);
    const [run] = await invocationsOf(fun, runs => runs.length === 1);
    expect(run).toMatchObject({ outcome: 'failed', code: 'INVOKE_ERROR', events: 0 });
    expect(run?.message).toMatch(/^TypeError: .*null/);
    expect(run?.console).toMatchObject([{ text: 'about to fail' }]);
  });

  it('that loops is ended, and another goes on meanwhile', async () => {
    const { source } = await deploy('loop', 'async function onRequest() { for (;;); }');
    const { source: other } = await deploy(
      'beside',
      'async function onRequest() { return { status: 204 }; }',
    );
    const looping = Array.from({ length: 6 }, () => post(source.writeKey, '{}'));
    const startedAt = Date.now();
    expect((await post(other.writeKey, '{}')).status).toBe(204);
    expect(Date.now() - startedAt).toBeLessThan(4_000);
    for (const reply of await Promise.all(looping)) {
      expect(reply.status).toBe(202);
      expect(['FUNCTION_TIMEOUT', 'SANDBOX_UNAVAILABLE']).toContain(
        ((await reply.json()) as { code: string }).code,
      );
    }
  });

  it('that asks for it runs again later, and its events arrive once', async () => {
    const readyAt = Date.now() + 1_500;
    const { fun, source } = await deploy('later', notYet, { readyAt: String(readyAt) });
    const messageId = `${story.name}-later`;
    const reply = await post(source.writeKey, JSON.stringify({ id: messageId }));
    expect([reply.status, await reply.json()]).toMatchObject([202, { code: 'RETRY_ERROR' }]);

    const row = await story.archived(messageId);
    expect(row).toMatchObject({ event: 'Ready' });
    const runs = await invocationsOf(fun, all => all.some(({ outcome }) => outcome === 'succeeded'));
    expect(runs.map(({ outcome }) => outcome).slice(0, 2)).toEqual(['succeeded', 'retrying']);
    expect(new Set(runs.map(({ invocationId }) => invocationId)).size).toBe(1);
    expect(runs[0]?.attempt).toBe(runs.length);
    expect(await story.archive.rowsOf(messageId)).toHaveLength(1);
  });

  it('loses and doubles nothing that was acknowledged when the service is killed at work', async () => {
    const { source } = await deploy('crashing', sometimesNotYet);
    const messageIds = Array.from({ length: 400 }, (_, step) => `${story.name}-crash-${step}`);
    const waiting = messageIds.entries();
    let acknowledged = 0;
    // As a sender of webhooks does: a request without a 2xx is sent again.
    const send = async () => {
      for (const [step, id] of waiting) {
        const body = JSON.stringify({ id, isEarly: step % 10 === 0, sentAt: Date.now() });
        while (!(await post(source.writeKey, body).catch(() => undefined))?.ok) await sleep(100);
        acknowledged += 1;
      }
    };
    const senders = Array.from({ length: 4 }, send);
    const isUnderWay = () => Promise.resolve(acknowledged > messageIds.length / 3 ? true : undefined);
    await waitUntil('some of the requests', isUnderWay, { withinMs: 30_000 });
    expect(await crashPart('source-functions')).toBe(true);
    await startStoppedParts();
    await Promise.all(senders);

    const missing = async () => {
      const copies = await story.archive.copies(messageIds);
      return messageIds.every(id => copies.has(id)) ? copies : undefined;
    };
    const copies = await waitUntil('all events', missing, { withinMs: 60_000 });
    expect([...copies.values()].filter(count => count !== 1)).toEqual([]);
  }, 180_000);

  it('reaches no private address', async () => {
    const { source } = await deploy('curious', curious, {
      target: `${story.endpoints.controlApi}/openapi.json`,
    });
    const reply = await post(source.writeKey, '{}');
    expect([reply.status, await reply.text()]).toEqual([200, 'refused']);
  });
});

it('a webhook source makes one event of each request, by its own rules', async () => {
  const settings = {
    webhook: { eventNameFrom: '/action', userIdFrom: '/user/id', messageIdFrom: '/delivery' },
  };
  const source = await controlApi.addSource({ slug: `${story.name}-hook`, type: 'webhook', settings });
  made.push(source);
  await known(source);
  const body = `{"delivery":"${story.name}-hook","action":"Order Shipped","user":{"id":9007199254740993},"big":9007199254740993}`;
  for (const status of [200, 200]) expect((await post(source.writeKey, body)).status).toBe(status);
  const row = await story.archived(`${story.name}-hook`);
  expect(row).toMatchObject({ event: 'Order Shipped', user_id: '9007199254740993', properties: body });

  const form = await fetch(urlOf(source.writeKey, '/eu'), {
    method: 'PUT',
    body: new URLSearchParams({ delivery: `${story.name}-form`, action: 'Form Sent' }),
  });
  expect(form.status).toBe(200);
  expect(await story.archived(`${story.name}-form`)).toMatchObject({
    event: 'Form Sent',
    anonymous_id: `${story.name}-form`,
  });
  // The sender repeated one request, and the event is there once.
  expect(await story.archive.rowsOf(`${story.name}-hook`)).toHaveLength(1);
});

const signedWebhooks = `
async function onRequest(request, settings) {
  const body = await request.text();
  const [, time, signature] = /t=(\\d+),v1=([0-9a-f]+)/.exec(request.headers.get('stripe-signature') ?? '') ?? [];
  const expected = crypto.createHmac('sha256', settings.secretKey).update(time + '.' + body).digest('hex');
  if (signature !== expected) return new Response(JSON.stringify({ error: 'bad signature' }), { status: 401 });
  const { id, created, data } = JSON.parse(body);
  const { customer, email, total } = data.object;
  const timestamp = new Date(created * 1000).toISOString();
  console.log('paid:', total / 100);
  Segment.identify({ messageId: id + '-who', userId: customer, traits: { email } });
  Segment.track({
    messageId: id,
    userId: customer,
    event: 'Invoice Paid',
    timestamp,
    properties: { total: total / 100, currency: 'EUR' },
  });
  return { status: 200, headers: { 'x-handled-by': 'function' }, body: { received: id } };
}`;

const broken = `
async function onRequest(request) {
  console.log('about to fail');
  const { items } = await request.json();
  Segment.track({ userId: 'u', event: 'Never Sent' });
  return items.length;
}`;

const notYet = `
async function onRequest(request, settings) {
  const { id } = await request.json();
  Segment.track({ messageId: id, anonymousId: id, event: 'Ready' });
  if (Date.now() < Number(settings.readyAt)) throw new RetryError('not yet');
}`;

const sometimesNotYet = `
async function onRequest(request) {
  const { id, isEarly, sentAt } = await request.json();
  Segment.track({ messageId: id, anonymousId: id, event: 'Survived' });
  if (isEarly && Date.now() < sentAt + 500) throw new RetryError('not yet');
}`;

const curious = `
async function onRequest(request, settings) {
  try {
    await fetch(settings.target);
    return { status: 200, body: 'reached' };
  } catch (error) {
    return { status: 200, body: 'refused' };
  }
}`;
