import type { Page, Request } from 'playwright-core';

import { beginStory, type Story } from '../e2e/story.ts';
import { openControlApi, type StorySource } from '../stack/control-api.ts';
import { startFaultProxy, type Exchange, type Fault, type FaultProxy } from '../stack/fault-proxy.ts';
import { waitUntil } from '../stack/wait-until.ts';
import { launchChromium, type Chromium } from './chromium.ts';
import { pagesOn, type BrowserLibrary } from './libraries.ts';
import { startSite, type Site } from './site.ts';

/** Stories of people who visit a website: one browser, one site, sources of their own. */
export type BrowserStory = {
  readonly story: Story;
  readonly chromium: Chromium;
  /** Its origin is another than the gateway's. */
  readonly site: Site;
  /** A website source that the gateway knows. */
  addSource(settings?: Readonly<Record<string, unknown>>): Promise<StorySource>;
  /** A proxy before the gateway that sees what a browser sends. */
  startProxy(): Promise<FaultProxy>;
  /** Somebody new opens a page with a library that sends through a proxy of their own; its first calls meet these faults. */
  visit(library: BrowserLibrary, source: StorySource, faults?: readonly Fault[]): Promise<Visit>;
  end(): Promise<void>;
};

/** A page that is open. */
export type Visit = {
  readonly page: Page;
  readonly proxy: FaultProxy;
  /** The requests with events that have come so far; `acknowledged` leaves out those that failed. */
  readonly calls: (which?: 'acknowledged') => readonly Exchange[];
  /** Until the page has the answers to all it has asked. */
  readonly settled: () => Promise<void>;
};

/** Begins stories on the running stack. */
export async function beginBrowserStory(): Promise<BrowserStory> {
  const story = await beginStory();
  const controlApi = await openControlApi(story.endpoints.controlApi);
  const [chromium, site] = await Promise.all([launchChromium(), startSite()]);
  const showPage = pagesOn(site);
  const sources: StorySource[] = [];
  const proxies: FaultProxy[] = [];

  const startProxy = async (): Promise<FaultProxy> => {
    const proxy = await startFaultProxy(story.endpoints.gateway);
    proxies.push(proxy);
    return proxy;
  };
  return {
    story,
    chromium,
    site,
    startProxy,
    async addSource(settings) {
      const source = await controlApi.addSource({
        slug: `${story.name}-${sources.length}`,
        type: 'javascript',
        ...(settings !== undefined && { settings }),
      });
      sources.push(source);
      await waitUntil(
        'the gateway to know the source',
        async () => (await fetch(settingsUrl(story.endpoints.gateway, source))).ok || undefined,
        { withinMs: 10_000 },
      );
      return source;
    },
    async visit(library, { writeKey }, faults = []) {
      const proxy = await startProxy();
      for (const fault of faults) proxy.fail(fault, { concerns: isCall });
      const path = await showPage(library, { writeKey, address: proxy.url });
      const page = await chromium.openTab();
      const settled = watchRequests(page);
      await page.goto(site.url + path);
      await page.waitForFunction(library.isLoaded);
      return { page, proxy, settled, calls: which => callsOf(proxy, which) };
    },
    async end() {
      await chromium.close();
      await Promise.all([site, ...proxies].map(server => server.close()));
      await Promise.all(sources.map(source => source.remove()));
      await story.end();
    },
  };
}

/** The requests with events that a proxy has seen; `acknowledged` leaves out those that failed. */
export function callsOf(proxy: FaultProxy, which?: 'acknowledged'): readonly Exchange[] {
  return proxy
    .exchanges()
    .filter(exchange => isCall(exchange) && (which === undefined || exchange.status === 200));
}

/** Watches a page from its first request on; the result is `settled` of its visit. */
function watchRequests(page: Page): Visit['settled'] {
  const open = new Set<Request>();
  page.on('request', request => open.add(request));
  page.on('requestfinished', request => open.delete(request));
  page.on('requestfailed', request => open.delete(request));
  return async () => {
    await waitUntil('the page to have its answers', async () => open.size === 0 || undefined, {
      withinMs: 10_000,
    });
    // A task later the library has seen them too.
    await page.evaluate(() => new Promise(resolve => setTimeout(resolve)));
  };
}

/** Libraries get what they need and post what they send. */
function isCall({ method }: { readonly method: string }): boolean {
  return method === 'POST';
}

function settingsUrl(gateway: string, { writeKey }: StorySource): string {
  return `${gateway}/v1/projects/${writeKey}/settings`;
}
