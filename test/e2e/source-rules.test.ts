import { setTimeout as sleep } from 'node:timers/promises';

import { afterAll, beforeAll, expect, it } from '@jest/globals';

import { openControlApi, type StorySource } from '../stack/control-api.ts';
import { waitUntil } from '../stack/wait-until.ts';
import { beginStory, type Story } from './story.ts';

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const crawler = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)';

let story: Story;
const sources: StorySource[] = [];
beforeAll(async () => {
  story = await beginStory();
});
afterAll(async () => {
  await Promise.all(sources.map(source => source.remove()));
  await story.end();
});

/** A website's source with these settings, once the gateway knows it. */
async function aSource(name: string, settings: Readonly<Record<string, unknown>>): Promise<StorySource> {
  const controlApi = await openControlApi(story.endpoints.controlApi);
  const source = await controlApi.addSource({ slug: `${story.name}-${name}`, type: 'javascript', settings });
  sources.push(source);
  await waitUntil(
    `the source ${name}`,
    async () => ((await load(source.writeKey)).status === 200 ? true : undefined),
    { withinMs: 10_000 },
  );
  return source;
}

/** What a page asks for before it sends. */
function load(writeKey: string): Promise<Response> {
  return fetch(`${story.endpoints.gateway}/v1/projects/${writeKey}/settings`);
}

function send(
  { writeKey }: StorySource,
  { step = 'any', headers = {} }: { readonly step?: string; readonly headers?: Record<string, string> } = {},
): Promise<Response> {
  const event = { messageId: `${story.name}-${step}`, anonymousId: story.name, event: 'Looked', writeKey };
  return fetch(`${story.endpoints.gateway}/v1/t`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain', 'user-agent': firefox, ...headers },
    body: JSON.stringify(event),
  });
}

it('a source that blocks bots takes what people send, and shows what it blocked', async () => {
  const source = await aSource('people', { bots: 'block' });
  expect((await send(source, { step: 'person' })).status).toBe(200);
  expect((await send(source, { step: 'bot', headers: { 'user-agent': crawler } })).status).toBe(200);

  const blocked = await story.archived(`${story.name}-bot`, 'blocked_events');
  expect(blocked.reason).toBe('bot');
  const { context } = await story.archived(`${story.name}-person`);
  expect(JSON.parse(String(context))).toEqual({ ip: '127.0.0.1' });
  expect(await story.archive.rowsOf(`${story.name}-bot`)).toEqual([]);
});

it('a source that marks bots takes them', async () => {
  const source = await aSource('everybody', {});
  await send(source, { step: 'marked', headers: { 'user-agent': crawler } });
  const { context } = await story.archived(`${story.name}-marked`);
  expect(JSON.parse(String(context))).toEqual({ ip: '127.0.0.1', bot: true });
});

it('a source that names its sites takes nothing from others, and says so to their pages', async () => {
  const source = await aSource('sites', { allowedOrigins: ['https://*.shop.example'] });
  const from = (origin: string): Promise<Response> => send(source, { headers: { origin } });
  expect((await from('https://www.shop.example')).status).toBe(200);
  const refused = await from('https://shop.evil.example');
  expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([
    403,
    'https://shop.evil.example',
  ]);
});

it('a source with a rate limit says when to come back, and keeps its word', async () => {
  const source = await aSource('slow', { rateLimit: { requestsPerSecond: 2, burst: 3 } });
  const replies = await Promise.all(Array.from({ length: 20 }, () => send(source)));
  const refused = replies.filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThanOrEqual(10);
  const seconds = Number(refused[0]?.headers.get('retry-after'));
  expect(refused[0]?.headers.get('x-ratelimit-reset')).toBe(String(seconds));
  await sleep(seconds * 1000);
  expect((await send(source)).status).toBe(200);
});
