import { generateKeyPairSync } from 'node:crypto';
import { connect } from 'node:net';
import { once } from 'node:events';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { startMemoryApi, type MemoryApi } from './fakes/memory-api.ts';
import { operations } from './routes.ts';

let api: MemoryApi;
beforeAll(async () => {
  api = await startMemoryApi();
});
afterAll(() => api.close());

const errorsOf = (body: unknown) => (body as { errors: Record<string, unknown>[] }).errors;
const dataOf = (body: unknown) => (body as { data: Data }).data;
type Shown = {
  id: string;
  slug: string;
  writeKeys: string[];
  settings: Record<string, unknown>;
  sourceIds: string[];
};
type Data = { source: Shown; destination: Shown; destinations: Shown[] };
type Sent = { method?: string; headers?: Record<string, string>; body?: string };

const send = (path: string, init: Sent) =>
  fetch(`${api.url}${path}`, { ...init, headers: { authorization: `Bearer ${api.token}`, ...init.headers } });

const createSource = async (slug: string): Promise<Shown> => {
  const { body } = await api.ask('POST', '/sources', { slug, enabled: true, metadataId: 'http-api' });
  return dataOf(body).source;
};

const createDestination = async (sourceId: string): Promise<Shown> => {
  const settings = { url: 'http://127.0.0.1:1/', sharedSecret: 'hush-hush' };
  const { body } = await api.ask('POST', '/destinations', { sourceId, metadataId: 'webhook', settings });
  return dataOf(body).destination;
};

const idOf = (body: unknown, kind: string): string =>
  (body as { data: Record<string, { id: string }> }).data[kind]?.id ?? '';

const createFunction = async (): Promise<string> => {
  const code = 'async function onRequest() {}';
  const { body } = await api.ask('POST', '/functions', { displayName: 'F', resourceType: 'SOURCE', code });
  return idOf(body, 'function');
};

const createOAuthApp = async (): Promise<string> => {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const pem = publicKey.export({ type: 'spki', format: 'pem' });
  const publicKeys = [{ kid: 'key-1', pem }];
  return idOf((await api.ask('POST', '/oauth-apps', { name: 'App', publicKeys })).body, 'oauthApp');
};

describe('who may ask', () => {
  it.each([
    ['no token', undefined],
    ['an empty token', 'Bearer '],
    ['another token', 'Bearer another-token-of-a-test-that'],
    ['another scheme', 'Basic YS10b2tlbg=='],
    ['the token without its scheme', 'a-token-of-a-test-that-is-long'],
    ['the token with more behind it', 'Bearer a-token-of-a-test-that-is-longer'],
  ])('refuses %s', async (_name, authorization) => {
    const headers = authorization === undefined ? {} : { authorization };
    for (const path of ['/', '/sources', '/nowhere']) {
      const response = await fetch(`${api.url}${path}`, { headers });
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toBe('Bearer');
      expect(errorsOf(await response.json())).toMatchObject([{ type: 'unauthorized', status: 401 }]);
    }
  });
});

describe('the form of requests and answers', () => {
  it('answers in the version of the media type that was asked for', async () => {
    for (const type of [
      'application/vnd.segment.v1+json',
      'application/vnd.segment.v1alpha+json',
      'application/json',
    ]) {
      const response = await send('/', { headers: { accept: `${type}, */*` } });
      expect(response.headers.get('content-type')).toContain(type);
      expect(await response.json()).toMatchObject({ data: { workspace: { slug: 'acme' } } });
    }
  });

  it('takes bodies of versioned media types', async () => {
    const headers = { 'content-type': 'application/vnd.segment.v1+json; charset=utf-8' };
    const body = JSON.stringify({ slug: 'versioned', metadataId: 'http-api' });
    expect((await send('/sources', { method: 'POST', headers, body })).status).toBe(201);
  });

  it.each([
    ['JSON that ends too early', 400, 'application/json', '{"slug":'],
    ['a form', 415, 'application/x-www-form-urlencoded', 'slug=a'],
    ['a body that is too large', 413, 'application/json', `{"slug":"${'a'.repeat(100_000)}"}`],
    ['a list for a body', 422, 'application/json', '[]'],
    ['an unknown charset', 415, 'application/json; charset=klingon', '{}'],
  ])('refuses %s', async (_name, status, type, body) => {
    const response = await send('/sources', { method: 'POST', headers: { 'content-type': type }, body });
    expect(response.status).toBe(status);
    expect(errorsOf(await response.json())).toMatchObject([{ status }]);
  });

  it('names everything that is wrong with a body, by field', async () => {
    const { status, body } = await api.ask('POST', '/sources', {
      slug: 'No Good',
      enabeld: true,
      settings: 3,
    });
    expect(status).toBe(422);
    expect(errorsOf(body).map(({ field }) => field)).toEqual(['slug', 'metadataId', 'settings', 'enabeld']);
    expect(errorsOf(body)[3]).toMatchObject({
      type: 'validation',
      message: 'enabeld is not a known field; did you mean enabled?',
    });
  });

  it('is not fooled by names that every object has', async () => {
    const text =
      '{"slug":"proto","metadataId":"http-api","settings":{"__proto__":{"polluted":true},"constructor":1}}';
    const response = await send('/sources', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: text,
    });
    expect(response.status).toBe(201);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    expect((await api.ask('GET', '/sources/__proto__')).status).toBe(404);
    expect((await api.ask('GET', '/catalog/sources/constructor')).status).toBe(404);
  });

  it('says which methods a path takes, and that other paths are not there', async () => {
    const response = await send('/sources/x', { method: 'PUT' });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, PATCH, DELETE');
    expect((await api.ask('GET', '/sources/x/y/z')).status).toBe(404);
    expect((await api.ask('GET', '/sources/%E0%A4%A')).status).toBe(400);
  });

  it('survives a request that is cut off', async () => {
    const socket = connect(Number(new URL(api.url).port), '127.0.0.1');
    await once(socket, 'connect');
    const head = `POST /sources HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${api.token}\r\n`;
    socket.write(`${head}content-type: application/json\r\ncontent-length: 100\r\n\r\n{"slug"`);
    socket.destroy();
    expect((await api.ask('GET', '/')).status).toBe(200);
  });
});

describe('sources', () => {
  it('are created with a write key, changed, and deleted', async () => {
    const source = await createSource('web');
    expect(source).toMatchObject({ slug: 'web', name: 'web', enabled: true, metadata: { slug: 'http-api' } });
    expect(source.writeKeys).toEqual([expect.stringMatching(/^[0-9A-Za-z]{32}$/)]);
    const path = `/sources/${source.id}`;
    await api.ask('PATCH', path, { name: 'Web', settings: { a: 1, b: 2 } });
    const patched = await api.ask('PATCH', path, { slug: 'site', settings: { a: null } });
    expect(dataOf(patched.body)).toMatchObject({ source: { name: 'Web', slug: 'site', settings: { b: 2 } } });
    expect(await api.ask('DELETE', path)).toEqual({ status: 200, body: { data: { status: 'SUCCESS' } } });
    expect((await api.ask('GET', path)).status).toBe(404);
    expect((await api.ask('DELETE', path)).status).toBe(404);
  });

  it('have slugs of their own', async () => {
    const first = await createSource('one-of-two');
    const second = await createSource('other-of-two');
    const again = await api.ask('POST', '/sources', { slug: 'one-of-two', metadataId: 'http-api' });
    expect(errorsOf(again.body)).toMatchObject([{ field: 'slug', status: 422 }]);
    const renamed = await api.ask('PATCH', `/sources/${second.id}`, { slug: first.slug });
    expect(errorsOf(renamed.body)).toMatchObject([{ field: 'slug' }]);
  });

  it('gain and lose write keys', async () => {
    const source = await createSource('keys');
    const more = await api.ask('POST', `/sources/${source.id}/writekey`);
    const [first, second] = dataOf(more.body).source.writeKeys;
    expect(first).toBe(source.writeKeys[0]);
    expect(await api.ask('DELETE', `/sources/${source.id}/writekey/${first}`)).toMatchObject({ status: 200 });
    expect((await api.ask('DELETE', `/sources/${source.id}/writekey/${first}`)).status).toBe(404);
    const left = await api.ask('GET', `/sources/${source.id}`);
    expect(dataOf(left.body).source.writeKeys).toEqual([second]);
  });
});

describe('destinations', () => {
  it('never show a secret, and keep it through changes of other settings', async () => {
    const source = await createSource('secretive');
    const destination = await createDestination(source.id);
    expect(destination.settings).toMatchObject({ url: 'http://127.0.0.1:1/', sharedSecret: '********' });
    const sealed = api.view.byId('destination', destination.id)?.secrets;
    const path = `/destinations/${destination.id}`;
    await api.ask('PATCH', path, { settings: { ...destination.settings, url: 'http://127.0.0.1:2/' } });
    await api.ask('PATCH', path, { settings: { method: 'PUT' } });
    expect(api.view.byId('destination', destination.id)).toMatchObject({
      secrets: sealed,
      settings: { url: 'http://127.0.0.1:2/', method: 'PUT' },
    });
    expect(JSON.stringify(api.topic.records)).not.toContain('hush-hush');
    await api.ask('PATCH', path, { settings: { sharedSecret: null, headers: null } });
    expect(api.view.byId('destination', destination.id)?.secrets).not.toHaveProperty('sharedSecret');
  });

  it('stay when their source goes, without it', async () => {
    const [first, second] = [await createSource('stays'), await createSource('goes')];
    const destination = await createDestination(second.id);
    const path = `/destinations/${destination.id}`;
    const both = await api.ask('PATCH', path, { sourceIds: [second.id, first.id, first.id] });
    expect(dataOf(both.body)).toMatchObject({
      destination: { sourceId: second.id, sourceIds: [second.id, first.id] },
    });
    await api.ask('DELETE', `/sources/${second.id}`);
    const { body } = await api.ask('GET', path);
    expect(dataOf(body)).toMatchObject({ destination: { sourceId: first.id, sourceIds: [first.id] } });
    const connected = await api.ask('GET', `/sources/${first.id}/connected-destinations`);
    expect(dataOf(connected.body).destinations.map(({ id }) => id)).toEqual([destination.id]);
  });

  it('name every wrong field at once', async () => {
    const wrong = { sourceId: 'src_0', metadataId: 'webhook', settings: { url: 'ftp://x' } };
    const { status, body } = await api.ask('POST', '/destinations', wrong);
    expect(status).toBe(422);
    expect(errorsOf(body).map(({ field }) => field)).toEqual(['sourceId', 'settings.url']);
  });

  it('get slugs of their own from their names', async () => {
    const source = await createSource('slugs');
    const named = (name: string) =>
      api.ask('POST', '/destinations', {
        sourceId: source.id,
        metadataId: 'webhook',
        name,
        settings: { url: 'http://a/' },
      });
    const [first, second] = [await named('Mein Größtes Ziel!'), await named('mein grosstes  ziel')];
    expect(dataOf(first.body).destination.slug).toBe('mein-gro-tes-ziel');
    expect(dataOf(second.body).destination.slug).toBe('mein-grosstes-ziel');
    expect(dataOf((await named('mein grosstes ziel')).body).destination.slug).toBe('mein-grosstes-ziel-2');
  });
});

describe('the OpenAPI document', () => {
  it('is there for anyone and describes every operation', async () => {
    const document = (await (await fetch(`${api.url}/openapi.json`)).json()) as {
      paths: Record<string, Record<string, { operationId: string }>>;
    };
    const described = Object.values(document.paths).flatMap(path =>
      Object.values(path).map(one => one.operationId),
    );
    expect(described.sort()).toEqual(operations.map(({ operationId }) => operationId).sort());
    expect(document).toMatchObject({
      paths: {
        '/sources/{sourceId}': { patch: { parameters: [{ name: 'sourceId', in: 'path', required: true }] } },
        '/apply': {
          post: { requestBody: { content: { 'application/json': { schema: { type: 'object' } } } } },
        },
      },
    });
  });
});

describe('answers', () => {
  it('have the form that their operations declare', async () => {
    const source = await createSource('declared');
    const destination = await createDestination(source.id);
    const samples: Readonly<Record<string, string>> = {
      sourceId: source.id,
      destinationId: destination.id,
      functionId: await createFunction(),
      oauthAppId: await createOAuthApp(),
      spaceId: api.view.list('space')[0]?.id ?? '',
      sourceMetadataId: 'http-api',
      destinationMetadataId: 'webhook',
    };
    for (const operation of operations.filter(({ method }) => method === 'get')) {
      const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => samples[name] ?? '');
      const { status, body } = await api.ask('GET', `${path}?message=hello&type=track&address=http://a`);
      expect({ path, status }).toEqual({ path, status: 200 });
      expect(operation.answer.strict().safeParse(dataOf(body)).error).toBeUndefined();
    }
  });
});
