import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createInbox } from './server.ts';

let inbox: Server;
let url: string;

beforeEach(async () => {
  inbox = createInbox(10_000_000).listen(0, '127.0.0.1');
  await once(inbox, 'listening');
  url = `http://127.0.0.1:${(inbox.address() as AddressInfo).port}`;
});

afterEach(() => {
  inbox.closeAllConnections();
  inbox.close();
});

type Kept = {
  receivedAt: number;
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string;
  status: number;
};

const post = (path: string, body = ''): Promise<Response> =>
  fetch(url + path, { method: 'POST', body, headers: { 'X-Signature': 'abc' } });
const put = (behaviour: unknown): Promise<Response> =>
  fetch(`${url}/behaviour`, { method: 'PUT', body: JSON.stringify(behaviour) });
const kept = async (query = ''): Promise<readonly Kept[]> =>
  (await (await fetch(`${url}/requests${query}`)).json()) as readonly Kept[];

describe('the inbox', () => {
  it('keeps what it receives as it arrived', async () => {
    expect((await post('/hooks/shop?x=1', '{"a": 1}')).status).toBe(200);
    const [delivery] = await kept();
    expect(delivery).toMatchObject({
      method: 'POST',
      path: '/hooks/shop?x=1',
      body: '{"a": 1}',
      status: 200,
    });
    expect(delivery?.headers).toMatchObject({ 'x-signature': 'abc' });
    expect(Math.abs((delivery?.receivedAt ?? 0) - Date.now())).toBeLessThan(10_000);
  });

  it('gives every delivery a time of its own, so that pages neither repeat nor skip', async () => {
    await Promise.all(Array.from({ length: 200 }, (_, n) => post('/', String(n))));
    const seen: string[] = [];
    let since = 0;
    for (
      let page = await kept(`?since=0&limit=7`);
      page.length > 0;
      page = await kept(`?since=${since}&limit=7`)
    ) {
      seen.push(...page.map(({ body }) => body));
      since = page.at(-1)?.receivedAt ?? Infinity;
    }
    expect(seen).toHaveLength(200);
    expect(new Set(seen).size).toBe(200);
  });

  it('misbehaves as it is told, where it is told, and records what it answered', async () => {
    await put({ path: '/a', status: 503, retryAfter: 2, bodyBytes: 10 });
    const bad = await post('/a/1');
    expect([bad.status, bad.headers.get('retry-after'), await bad.text()]).toEqual([503, '2', '..........']);
    expect((await post('/b')).status).toBe(200);
    expect((await kept()).map(({ status }) => status)).toEqual([503, 200]);
    await fetch(`${url}/behaviour`, { method: 'DELETE' });
    expect((await post('/a/1')).status).toBe(200);
  });

  it('answers late when it is told to', async () => {
    await put({ delayMs: 60 });
    const begun = performance.now();
    await post('/');
    expect(performance.now() - begun).toBeGreaterThan(50);
  });

  it('says its behaviours, and what is wrong with one', async () => {
    expect(((await (await put({ status: 429 })).json()) as unknown[])[0]).toMatchObject({ status: 429 });
    const bad = await put({ status: 'x' });
    expect([bad.status, await bad.json()]).toEqual([
      400,
      { error: 'status must be a number from 200 to 599' },
    ]);
    expect((await fetch(`${url}/behaviour`, { method: 'PUT', body: '{' })).status).toBe(400);
  });

  it('forgets on request', async () => {
    await post('/');
    expect((await fetch(`${url}/requests`, { method: 'DELETE' })).status).toBe(204);
    expect(await kept()).toEqual([]);
  });
});
