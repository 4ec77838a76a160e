import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createSnippet } from '@millrace/snippet';
import type { Page } from 'playwright-core';

import { beginBrowserStory, callsOf, type BrowserStory } from '../browser/browser-story.ts';
import { selfSignedCertificate } from '../browser/certificate.ts';
import { browserLibraries, page as pageOf } from '../browser/libraries.ts';
import { startSite } from '../browser/site.ts';
import { readRequest } from '../sdk/sent-request.ts';
import type { StorySource } from '../stack/control-api.ts';
import type { FaultProxy } from '../stack/fault-proxy.ts';
import { waitUntil } from '../stack/wait-until.ts';
import { expectOnceInArchive, messageIdsIn } from './sdk-story.ts';

const WITHIN_MS = 20_000;
const bySnippet = browserLibraries['analytics.js by its snippet'];

let stories: BrowserStory;
let source: StorySource;
beforeAll(async () => {
  stories = await beginBrowserStory();
  source = await stories.addSource();
  stories.site.show('/elsewhere.html', pageOf(''));
});
afterAll(() => stories.end());

/** Waits until the gateway has acknowledged this many events through a proxy, and the archive has each of them once. */
async function expectArrived(proxy: FaultProxy, events: number): Promise<readonly string[]> {
  const messageIds = await waitUntil(
    `${events} events`,
    async () => {
      const ids = new Set(messageIdsIn(callsOf(proxy, 'acknowledged')));
      return ids.size >= events ? [...ids] : undefined;
    },
    { withinMs: WITHIN_MS },
  );
  expect(messageIds).toHaveLength(events);
  await expectOnceInArchive(stories.story, messageIds, { withinMs: WITHIN_MS });
  return messageIds;
}

/** Opens an address and waits for the library. */
async function open(url: string): Promise<Page> {
  const page = await stories.chromium.openTab();
  await page.goto(url);
  await page.waitForFunction(bySnippet.isLoaded);
  return page;
}

it('a snippet that does not say where the library is from works, over http too', async () => {
  const proxy = await stories.startProxy();
  const { code } = createSnippet('html', { writeKey: source.writeKey, address: proxy.url });
  const script = `${proxy.url}/analytics.js/v1/${source.writeKey}/analytics.min.js`;
  const withoutAddress = code
    .replace(/t\.src=[^;]+;/, `t.src=${JSON.stringify(script)};`)
    .replace(/analytics\._cdn=[^;]+;/, '');
  expect(withoutAddress).not.toContain('_cdn');
  stories.site.show('/without-cdn.html', pageOf(withoutAddress));
  await open(`${stories.site.url}/without-cdn.html?ajs_uid=from-the-link&ajs_event=Followed`);

  await expectArrived(proxy, 3);
  const sent = callsOf(proxy).flatMap(readRequest);
  expect(sent).toContainEqual(
    expect.objectContaining({ event: expect.objectContaining({ event: 'Followed' }) }),
  );
  expect(proxy.exchanges().map(({ path }) => path)).toContainEqual(
    expect.stringMatching(/^\/analytics-next\/bundles\/queryString\.bundle\.[0-9a-f]+\.js$/),
  );
});

it("a site serves the library under paths of its own, and its visitors' browsers see no other origin", async () => {
  const proxy = await stories.startProxy();
  const certificate = await selfSignedCertificate();
  let library = '';
  const site = await startSite({
    certificate,
    forward: path => {
      if (path === '/m/lib.js') return new URL(proxy.url + library);
      return path.startsWith('/m/') ? new URL(proxy.url + path.slice('/m'.length)) : undefined;
    },
  });
  const { writeKey } = await stories.addSource({ browser: { publicUrl: `${site.url}/m` } });
  library = `/analytics.js/v1/${writeKey}/analytics.min.js`;
  const { code } = createSnippet('html', { writeKey, address: `${site.url}/m` });
  const renamed = code.replace(/t\.src=[^;]+;/, 't.src="/m/lib.js";').replace(/analytics\._cdn=[^;]+;/, '');
  site.show('/', pageOf(renamed));

  const page = await stories.chromium.openTab();
  const origins = new Set<string>();
  page.on('request', request => origins.add(new URL(request.url()).origin));
  await page.goto(site.url);
  await page.waitForFunction(bySnippet.isLoaded);
  await page.evaluate(`void analytics.track('Opened')`);
  await expectArrived(proxy, 2);
  expect([...origins].filter(origin => origin !== 'null')).toEqual([site.url]);
  await page.context().close();
  await site.close();
});

it('pages over https send over https to a gateway of another origin', async () => {
  const proxy = await stories.startProxy();
  const certificate = await selfSignedCertificate();
  const gateway = await startSite({ certificate, forward: path => new URL(proxy.url + path) });
  const site = await startSite({ certificate });
  const { writeKey } = await stories.addSource({ browser: { publicUrl: gateway.url } });
  site.show('/', pageOf(createSnippet('html', { writeKey, address: gateway.url }).code));
  const page = await open(site.url);
  await page.evaluate(`void analytics.track('Opened')`);
  await expectArrived(proxy, 2);
  await page.context().close();
  await Promise.all([gateway.close(), site.close()]);
});

it('a page with a strict policy needs to allow the gateway only', async () => {
  const proxy = await stories.startProxy();
  const policy = `default-src 'none'; script-src 'nonce-n1' ${proxy.url}; connect-src ${proxy.url}; img-src data:`;
  const { code } = createSnippet('html', { writeKey: source.writeKey, address: proxy.url });
  const head = `${code}<script>analytics.track('Opened')</script>`.replaceAll(
    '<script>',
    '<script nonce="n1">',
  );
  stories.site.show(
    '/policy.html',
    pageOf(`<meta http-equiv="Content-Security-Policy" content="${policy}">${head}`),
  );
  const page = await stories.chromium.openTab();
  const errors: string[] = [];
  page.on('console', message => message.type() === 'error' && errors.push(message.text()));
  await page.goto(`${stories.site.url}/policy.html?ajs_uid=from-the-link`);
  await expectArrived(proxy, 3);
  expect(errors).toEqual([]);
});

it('a source gathers the events of its pages into batches, and loses none when they are left', async () => {
  const batching = await stories.addSource({ browser: { batching: { size: 3, timeoutMs: 60_000 } } });
  const { page, proxy, calls } = await stories.visit(bySnippet, batching);
  await page.evaluate(`void analytics.track('First'); void analytics.track('Second')`);
  await expectArrived(proxy, 3);
  expect(calls().map(({ path }) => path)).toEqual(['/v1/b']);

  await page.evaluate(`Promise.all([analytics.track('Third'), analytics.track('Fourth')])`);
  expect(calls()).toHaveLength(1);
  await page.goto('about:blank');
  await expectArrived(proxy, 5);
});

describe.each(['analytics.js by its snippet', '@rudderstack/analytics-js'] as const)('%s', name => {
  const library = browserLibraries[name];

  it('sends what could not be sent when a page was left from the next one', async () => {
    const { page, proxy, calls } = await stories.visit(library, source);
    await expectArrived(proxy, 1);
    proxy.fail(
      { kind: 'answer', status: 500 },
      { times: 1_000, concerns: ({ method }) => method === 'POST' },
    );
    await page.evaluate(`for (let n = 0; n < 5; n += 1) void analytics.track('Left', { n })`);
    await waitUntil('the first attempts', async () => calls().length >= 6 || undefined, {
      withinMs: WITHIN_MS,
    });
    const shop = page.url();
    await page.goto(`${stories.site.url}/elsewhere.html`);
    expect(calls('acknowledged')).toHaveLength(1);

    proxy.recover();
    await page.goto(shop);
    await expectArrived(proxy, 7);
  });

  it('sends the events of somebody without a network when it is back', async () => {
    const { page, proxy, calls } = await stories.visit(library, source);
    await expectArrived(proxy, 1);
    await page.context().setOffline(true);
    await page.evaluate(`for (let n = 0; n < 3; n += 1) void analytics.track('Underground', { n })`);
    await page.evaluate(`new Promise(resolve => setTimeout(resolve, 1000))`);
    expect(calls()).toHaveLength(1);
    await page.context().setOffline(false);
    await expectArrived(proxy, 4);
  });
});

it('a visitor is known again, by cookies of the site, and the library is not fetched again', async () => {
  const { page, proxy } = await stories.visit(bySnippet, source);
  await page.evaluate(`void analytics.identify('user-1')`);
  await expectArrived(proxy, 2);
  await page.goto(page.url());
  await page.waitForFunction(bySnippet.isLoaded);
  await expectArrived(proxy, 3);

  const events = callsOf(proxy)
    .flatMap(readRequest)
    .map(({ event }) => event);
  expect(new Set(events.map(({ anonymousId }) => anonymousId)).size).toBe(1);
  expect(events.at(-1)).toMatchObject({ type: 'page', userId: 'user-1' });
  const fetched = proxy
    .exchanges()
    .filter(({ method, path }) => method === 'GET' && path.endsWith('.min.js'));
  expect(fetched).toHaveLength(1);
  const cookies = await page.context().cookies();
  const inAYear = Date.now() / 1000 + 364 * 86_400;
  for (const name of ['ajs_anonymous_id', 'ajs_user_id']) {
    const cookie = cookies.find(candidate => candidate.name === name);
    expect(cookie).toMatchObject({ domain: '127.0.0.1', sameSite: 'Lax' });
    expect(cookie?.expires).toBeGreaterThan(inAYear);
  }
});

it('a page whose library cannot start goes on, and tells nobody else', async () => {
  const proxy = await stories.startProxy();
  proxy.fail(
    { kind: 'answer', status: 500 },
    { times: 10, concerns: ({ path }) => path.endsWith('/settings') },
  );
  const { code } = createSnippet('html', { writeKey: source.writeKey, address: proxy.url });
  stories.site.show('/broken.html', pageOf(code));
  const page = await stories.chromium.openTab();
  const errors: string[] = [];
  page.on('console', message => message.type() === 'error' && errors.push(message.text()));
  await page.goto(`${stories.site.url}/broken.html`);
  await waitUntil('the report', async () => errors.find(text => text.includes('Failed to load')), {
    withinMs: WITHIN_MS,
  });
  expect(await page.textContent('body')).toBe('Shop');
});

it('nothing was asked for outside, and would have been noticed', async () => {
  expect(stories.chromium.outsideRequests()).toEqual([]);
  const page = await stories.chromium.openTab();
  await page.goto('http://outside.example/').catch(() => undefined);
  expect(stories.chromium.outsideRequests()).toContain('http://outside.example/');
});
