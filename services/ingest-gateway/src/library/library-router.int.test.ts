import { once } from 'node:events';
import {
  createServer,
  request,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';

import { afterEach, describe, expect, it } from '@jest/globals';
import { sourceSettings } from '@millrace/resources';
import express from 'express';

import { trustedProxies } from '../client-address.ts';
import { aSource } from '../fakes/a-source.ts';
import type { FindSource } from '../sources.ts';
import { createLibraryRouter, type LibraryAsset } from './library-router.ts';
import { readPackageFiles } from './package-files.ts';

const files = await readPackageFiles();
const aBundle = [...files.bundles.keys()][0] ?? '';

let server: Server | undefined;
afterEach(async () => {
  server?.close();
  server?.closeAllConnections();
  server = undefined;
});

type Reply = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: Buffer };

/** The router behind a server; it knows the keys `key`, `off` and `old`. */
async function aLibrary({
  browser,
  isReady = true,
}: { readonly browser?: object; readonly isReady?: boolean } = {}): Promise<{
  readonly ask: (
    path: string,
    options?: { readonly method?: string; readonly headers?: Readonly<Record<string, string>> },
  ) => Promise<Reply>;
  readonly answered: readonly (readonly [LibraryAsset, number])[];
}> {
  const answered: [LibraryAsset, number][] = [];
  const find: FindSource = writeKey => {
    if (writeKey === 'old') return 'expired';
    if (!['key', 'off'].includes(writeKey)) return undefined;
    return aSource({ isEnabled: writeKey === 'key', settings: sourceSettings.parse({ browser }) });
  };
  const router = await createLibraryRouter({
    files,
    findSource: () => (isReady ? find : undefined),
    trustedProxies: trustedProxies(['127.0.0.1']),
    maxKeptCopies: 2,
    now: Date.now,
    onAnswered: (asset, status) => answered.push([asset, status]),
  });
  const app = express().use(router);
  server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    answered,
    async ask(path, { method = 'GET', headers = {} } = {}) {
      const asked = request({ host: '127.0.0.1', port, path, method, headers }).end();
      const [response] = (await once(asked, 'response')) as [IncomingMessage];
      return { status: response.statusCode ?? 0, headers: response.headers, body: await buffer(response) };
    },
  };
}

const LIBRARY = '/analytics.js/v1/key/analytics.min.js';
const SETTINGS = '/v1/projects/key/settings';

describe('the library', () => {
  it('is served to pages of any origin, to be asked for again soon', async () => {
    const { ask, answered } = await aLibrary();
    const reply = await ask(LIBRARY);
    expect(reply.status).toBe(200);
    expect(reply.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=300, stale-while-revalidate=86400',
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      vary: 'Accept-Encoding',
    });
    expect(reply.body.toString()).toContain('window.analyticsWriteKey="key"');
    expect(answered).toEqual([['library', 200]]);
  });

  it('carries the configured address', async () => {
    const { ask } = await aLibrary({ browser: { publicUrl: 'https://shop.example/collect' } });
    expect((await ask(LIBRARY)).body.toString()).toContain('("https://shop.example/collect")');
  });

  it.each([
    ['br', 'br', brotliDecompressSync],
    ['gzip, deflate', 'gzip', gunzipSync],
    ['gzip, deflate, br, zstd', 'br', brotliDecompressSync],
    ['gzip;q=0.5, br;q=0', 'gzip', gunzipSync],
  ])('is compressed for who accepts %s', async (accepted, encoding, decompress) => {
    const { ask } = await aLibrary();
    const plain = await ask(LIBRARY);
    const reply = await ask(LIBRARY, { headers: { 'accept-encoding': accepted } });
    expect(reply.headers['content-encoding']).toBe(encoding);
    expect(reply.headers['content-length']).toBe(String(reply.body.length));
    expect(reply.body.length).toBeLessThan(plain.body.length / 3);
    expect(decompress(reply.body).equals(plain.body)).toBe(true);
    expect(reply.headers.etag).not.toBe(plain.headers.etag);
  });

  it('is not sent again to who has it, in the encoding it came in', async () => {
    const { ask } = await aLibrary();
    const headers = { 'accept-encoding': 'br' };
    const { etag = '' } = (await ask(LIBRARY, { headers })).headers;
    const again = await ask(LIBRARY, { headers: { ...headers, 'if-none-match': `"x", W/${etag}` } });
    expect(again.status).toBe(304);
    expect(again.body).toHaveLength(0);
    expect(again.headers).toMatchObject({
      etag,
      vary: 'Accept-Encoding',
      'access-control-allow-origin': '*',
    });
    expect((await ask(LIBRARY, { headers: { 'if-none-match': etag } })).status).toBe(200);
  });

  it('tells its size without a body', async () => {
    const { ask } = await aLibrary();
    const whole = await ask(LIBRARY);
    const head = await ask(LIBRARY, { method: 'HEAD' });
    expect(head.status).toBe(200);
    expect(head.body).toHaveLength(0);
    expect(head.headers['content-length']).toBe(whole.headers['content-length']);
    expect(head.headers.etag).toBe(whole.headers.etag);
  });

  it('is made anew when more sources ask than are kept', async () => {
    const { ask } = await aLibrary();
    const first = await ask(LIBRARY);
    await ask('/analytics.js/v1/off/analytics.min.js');
    expect((await ask(LIBRARY)).headers.etag).toBe(first.headers.etag);
  });
});

describe('a part of the library', () => {
  it('is served for good, for its name changes with it', async () => {
    const { ask } = await aLibrary();
    const reply = await ask(`/analytics-next/bundles/${aBundle}`, { headers: { 'accept-encoding': 'gzip' } });
    expect(reply.status).toBe(200);
    expect(reply.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(gunzipSync(reply.body).toString()).toBe(files.bundles.get(aBundle));
  });

  it.each([
    'none.js',
    'standalone.js',
    '..%2fstandalone.js',
    '%2e%2e%2f%2e%2e%2f%2e%2e%2fpackage.json',
    '..%5cstandalone.js',
    '%00',
    'constructor',
    '__proto__',
  ])('is not what %s names', async name => {
    const { ask } = await aLibrary();
    const reply = await ask(`/analytics-next/bundles/${name}`);
    expect(reply.status).toBe(404);
    expect(JSON.parse(String(reply.body))).toMatchObject({ success: false, code: 'not-found' });
  });

  it.each(['/analytics-next/bundles/../umd/standalone.js', '/analytics-next/bundles/../../package.json'])(
    'is not reached by %s',
    async path => {
      const { ask } = await aLibrary();
      expect((await ask(path)).status).toBe(404);
    },
  );
});

describe('settings', () => {
  it('name the address that was asked', async () => {
    const { ask } = await aLibrary();
    const reply = await ask(SETTINGS, { headers: { host: 'localhost:1234' } });
    expect(reply.headers).toMatchObject({
      'cache-control': 'public, max-age=60',
      vary: 'X-Forwarded-Host, X-Forwarded-Proto',
      'access-control-allow-origin': '*',
    });
    expect(JSON.parse(String(reply.body))).toMatchObject({
      integrations: { 'Segment.io': { apiKey: 'key', apiHost: 'localhost:1234/v1', protocol: 'http' } },
    });
  });

  it('name the address that a trusted proxy was asked', async () => {
    const { ask } = await aLibrary();
    const headers = { 'x-forwarded-host': 't.example', 'x-forwarded-proto': 'https' };
    expect(JSON.parse(String((await ask(SETTINGS, { headers })).body))).toMatchObject({
      integrations: { 'Segment.io': { apiHost: 't.example/v1', protocol: 'https' } },
    });
  });

  it('name the configured address whatever is asked', async () => {
    const { ask } = await aLibrary({ browser: { publicUrl: 'https://shop.example/collect' } });
    const reply = await ask(SETTINGS, { headers: { 'x-forwarded-host': 'evil.example' } });
    expect(reply.headers.vary).toBeUndefined();
    expect(JSON.parse(String(reply.body))).toMatchObject({
      integrations: { 'Segment.io': { apiHost: 'shop.example/collect/v1', protocol: 'https' } },
    });
  });

  it('are not sent again to who has them', async () => {
    const { ask } = await aLibrary();
    const { etag = '' } = (await ask(SETTINGS)).headers;
    expect((await ask(SETTINGS, { headers: { 'if-none-match': etag } })).status).toBe(304);
  });

  it('are served for a source that is switched off: what its pages send is recorded', async () => {
    const { ask } = await aLibrary();
    expect((await ask('/v1/projects/off/settings')).status).toBe(200);
  });

  it('are refused to who names no possible host', async () => {
    const { ask } = await aLibrary();
    const reply = await ask(SETTINGS, { headers: { host: 'a b/c' } });
    expect(reply.status).toBe(400);
    expect(JSON.parse(String(reply.body))).toMatchObject({ code: 'no-host' });
  });
});

describe("RudderStack's configuration", () => {
  it.each(['/sourceConfig/?p=npm&writeKey=key', '/sourceConfig?writeKey=key'])(
    'is served at %s',
    async path => {
      const { ask, answered } = await aLibrary();
      const reply = await ask(path);
      expect(JSON.parse(String(reply.body))).toMatchObject({
        source: { id: 'src_1', writeKey: 'key', enabled: true, workspaceId: 'test', destinations: [] },
      });
      expect(answered).toEqual([['source-config', 200]]);
    },
  );

  it('goes by the key of the authorization first', async () => {
    const { ask } = await aLibrary();
    const headers = { authorization: `Basic ${btoa('key:')}` };
    expect((await ask('/sourceConfig/', { headers })).status).toBe(200);
  });

  it('is refused without a key', async () => {
    const { ask } = await aLibrary();
    expect((await ask('/sourceConfig/')).status).toBe(404);
  });
});

describe('every path', () => {
  const paths = [LIBRARY, SETTINGS, `/analytics-next/bundles/${aBundle}`, '/sourceConfig/?writeKey=key'];

  it.each(paths)('answers the question before a request to %s', async path => {
    const { ask } = await aLibrary();
    const reply = await ask(path, {
      method: 'OPTIONS',
      headers: { origin: 'https://shop.example', 'access-control-request-headers': 'authorization,x-mine' },
    });
    expect(reply.status).toBe(204);
    expect(reply.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-headers': 'authorization,x-mine',
      'access-control-max-age': '7200',
    });
  });

  it.each(paths)('takes no POST at %s', async path => {
    const { ask } = await aLibrary();
    const reply = await ask(path, { method: 'POST' });
    expect(reply.status).toBe(405);
    expect(reply.headers.allow).toBe('GET, HEAD, OPTIONS');
  });

  it.each([
    ['none', 'unknown-write-key'],
    ['old', 'expired-write-key'],
    ['%2e%2e', 'unknown-write-key'],
    ['__proto__', 'unknown-write-key'],
  ])('refuses the key %s for now, and says why', async (key, code) => {
    const { ask } = await aLibrary();
    for (const path of [`/analytics.js/v1/${key}/analytics.min.js`, `/v1/projects/${key}/settings`]) {
      const reply = await ask(path);
      expect(reply.status).toBe(404);
      expect(reply.headers['cache-control']).toBe('no-store');
      expect(JSON.parse(String(reply.body))).toMatchObject({ success: false, code });
    }
  });

  it('asks to come back while the configuration is being read', async () => {
    const { ask } = await aLibrary({ isReady: false });
    const reply = await ask(LIBRARY);
    expect(reply.status).toBe(503);
    expect(reply.headers['retry-after']).toBe('1');
  });
});
