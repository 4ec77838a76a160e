import { generateKeyPairSync } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createAccessTokens, createTokenVerifier, deriveTokenKey, type AccessToken } from '@millrace/oauth';

import { startMemoryApi, type MemoryApi } from './fakes/memory-api.ts';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
const tokens = createAccessTokens(deriveTokenKey(Buffer.alloc(32, 7)));

let api: MemoryApi;
beforeAll(async () => {
  api = await startMemoryApi();
});
afterAll(() => api.close());

type Shown = { id: string; slug: string; scopes: string[]; sourceIds: unknown; revokedTokens: unknown[] };
const appOf = (body: unknown) => (body as { data: { oauthApp: Shown } }).data.oauthApp;
const errorsOf = (body: unknown) => (body as { errors: { field?: string; message: string }[] }).errors;

const createApp = async (fields: object = {}): Promise<Shown> => {
  const publicKeys = [{ kid: 'key-1', pem }];
  return appOf((await api.ask('POST', '/oauth-apps', { name: 'Shop', publicKeys, ...fields })).body);
};

const tokenOf = (appId: string, overrides: Partial<AccessToken> = {}): Promise<string> => {
  const issuedAt = Date.now();
  const scopes = ['tracking_api:write', 'functions:write', 'public_api:read_write'];
  return tokens.write({
    id: `token-${issuedAt}`,
    appId,
    workspace: 'acme',
    scopes,
    issuedAt,
    expiresAt: issuedAt + 60_000,
    ...overrides,
  });
};

const askWith = async (token: string, method: string, path: string, body?: unknown) => {
  const response = await fetch(`${api.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, challenge: response.headers.get('www-authenticate') };
};

describe('OAuth apps', () => {
  it('are created, changed, listed and deleted', async () => {
    const created = await createApp();
    expect(created).toMatchObject({
      slug: 'shop',
      enabled: true,
      scopes: ['tracking_api:write'],
      tokenLifetimeSeconds: 86_400,
      sourceIds: null,
      tokensValidFrom: null,
    });
    const path = `/oauth-apps/${created.id}`;
    const changed = await api.ask('PATCH', path, { enabled: false, scopes: ['functions:write'] });
    expect(appOf(changed.body)).toMatchObject({ name: 'Shop', enabled: false, scopes: ['functions:write'] });
    expect((await api.ask('GET', '/oauth-apps')).body).toMatchObject({
      data: { oauthApps: [{ id: created.id }] },
    });
    expect((await api.ask('DELETE', path)).status).toBe(200);
    expect((await api.ask('GET', path)).status).toBe(404);
    expect((await api.ask('DELETE', path)).status).toBe(404);
    expect((await api.ask('PATCH', path, {})).status).toBe(404);
    expect((await api.ask('POST', `${path}/void-tokens`)).status).toBe(404);
    expect((await api.ask('POST', `${path}/revoke-token`, { token: 'a' })).status).toBe(404);
  });

  it('take a key in either form, and keep it in one', async () => {
    const pkcs1 = publicKey.export({ type: 'pkcs1', format: 'pem' }).toString();
    expect(await createApp({ publicKeys: [{ kid: 'key-1', pem: pkcs1 }] })).toMatchObject({
      publicKeys: [{ kid: 'key-1', pem }],
    });
  });

  const small = generateKeyPairSync('rsa', { modulusLength: 1_024 }).publicKey;
  const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey;
  it.each<[string, string | Buffer, string]>([
    ['a private key', privateKey.export({ type: 'pkcs8', format: 'pem' }), 'must never leave its owner'],
    ['an old private key', privateKey.export({ type: 'pkcs1', format: 'pem' }), 'must never leave its owner'],
    ['a short key', small.export({ type: 'spki', format: 'pem' }), '2048 to 8192 bits'],
    ['a key of another kind', elliptic.export({ type: 'spki', format: 'pem' }), 'must be an RSA key'],
    ['a broken key', '-----BEGIN PUBLIC KEY-----\nabc\n-----END PUBLIC KEY-----', 'is not a readable key'],
    ['no key', 'abc', 'openssl rsa'],
  ])('are refused with %s, which no answer repeats', async (_what, wrong, message) => {
    const body = { name: 'Wrong', publicKeys: [{ kid: 'key-1', pem: wrong.toString() }] };
    const refused = await api.ask('POST', '/oauth-apps', body);
    expect(errorsOf(refused.body)).toMatchObject([
      { field: 'publicKeys[0].pem', message: expect.stringContaining(message) },
    ]);
    expect(JSON.stringify(refused.body)).not.toContain(wrong.toString().slice(40, 80) || 'PRIVATE');
  });

  it('have one or two keys, each with a kid of its own, and name sources that are there', async () => {
    const key = { kid: 'key-1', pem };
    const wrong = async (fields: object) =>
      errorsOf((await api.ask('POST', '/oauth-apps', { name: 'Wrong', publicKeys: [key], ...fields })).body);
    expect(await wrong({ publicKeys: [] })).toMatchObject([{ field: 'publicKeys' }]);
    expect(await wrong({ publicKeys: [key, key] })).toMatchObject([{ field: 'publicKeys' }]);
    expect(await wrong({ publicKeys: [key, { kid: '2', pem }, { kid: '3', pem }] })).toHaveLength(1);
    expect(await wrong({ sourceIds: ['src_0'] })).toMatchObject([{ field: 'sourceIds[0]' }]);
    expect(await wrong({ scopes: ['everything'] })).toMatchObject([{ field: 'scopes[0]' }]);
  });

  it('are left with no source, not with all, when their last one is deleted', async () => {
    const made = await api.ask('POST', '/sources', { slug: 'short-lived', metadataId: 'http-api' });
    const sourceId = (made.body as { data: { source: { id: string } } }).data.source.id;
    const app = await createApp({ sourceIds: [sourceId] });
    await api.ask('DELETE', `/sources/${sourceId}`);
    expect(appOf((await api.ask('GET', `/oauth-apps/${app.id}`)).body).sourceIds).toEqual([]);
  });

  it('come from files too', async () => {
    const app = { kind: 'oauth-app', slug: 'filed', publicKeys: [{ kid: 'key-1', pem }] };
    expect((await api.ask('POST', '/apply', { resources: [app] })).status).toBe(200);
    const id = api.view.bySlug('oauth-app', 'filed')?.id ?? '';
    await api.ask('POST', `/oauth-apps/${id}/void-tokens`);
    const again = await api.ask('POST', '/apply', { resources: [{ ...app, sources: ['nowhere'] }] });
    expect(errorsOf(again.body)).toMatchObject([{ field: 'resources[0].sources[0]' }]);
    await api.ask('POST', '/apply', { resources: [{ ...app, name: 'Filed' }] });
    expect(api.view.byId('oauth-app', id)).toMatchObject({ name: 'Filed', sourceIds: null });
    expect(api.view.byId('oauth-app', id)?.tokensValidFrom).toBeGreaterThan(0);
  });
});

describe('tokens', () => {
  let app: Shown;
  let verify: ReturnType<typeof createTokenVerifier>;
  beforeEach(async () => {
    app = await createApp({ scopes: ['tracking_api:write', 'functions:write', 'public_api:read_write'] });
    const findApp = (id: string) => api.view.byId('oauth-app', id);
    verify = createTokenVerifier({ tokens, findApp, now: Date.now, maxRemembered: 10 });
  });

  it('are taken back one by one, which is forgotten once they would have expired', async () => {
    const [lost, kept] = [await tokenOf(app.id, { id: 'lost' }), await tokenOf(app.id, { id: 'kept' })];
    const path = `/oauth-apps/${app.id}/revoke-token`;
    const revoked = await api.ask('POST', path, { token: lost });
    expect(appOf(revoked.body).revokedTokens).toMatchObject([{ tokenId: 'lost' }]);
    expect(JSON.stringify([revoked.body, api.topic.records])).not.toContain(lost);
    expect([await verify(lost), await verify(kept)]).toEqual([undefined, expect.anything()]);
    expect(appOf((await api.ask('POST', path, { token: lost })).body).revokedTokens).toHaveLength(1);

    const expired = await tokenOf(app.id, { id: 'expired', expiresAt: Date.now() });
    await api.ask('POST', path, { token: expired });
    expect(api.view.byId('oauth-app', app.id)?.revokedTokens.map(({ jti }) => jti)).toEqual(['lost']);
  });

  it('of other apps and other things are refused there', async () => {
    const path = `/oauth-apps/${app.id}/revoke-token`;
    for (const token of [await tokenOf('app_0'), 'abc', 'e30.e30.e30']) {
      expect(errorsOf((await api.ask('POST', path, { token })).body)).toMatchObject([{ field: 'token' }]);
    }
  });

  it('are void all together, and those that come after are not', async () => {
    const before = await tokenOf(app.id, { issuedAt: Date.now() - 1 });
    await api.ask('POST', `/oauth-apps/${app.id}/void-tokens`);
    const after = await tokenOf(app.id);
    expect([await verify(before), await verify(after)]).toEqual([undefined, expect.anything()]);
  });
});

describe('the API for an OAuth app', () => {
  const withScopes = async (...scopes: string[]) => tokenOf((await createApp({ scopes })).id, { scopes });

  it('is open with the scope of the API, and the change bears the app’s name', async () => {
    const app = await createApp({ scopes: ['public_api:read_write'] });
    const token = await tokenOf(app.id);
    const source = { slug: 'made-by-an-app', metadataId: 'http-api' };
    expect((await askWith(token, 'POST', '/sources', source)).status).toBe(201);
    expect(api.view.bySlug('source', 'made-by-an-app')?.updatedBy).toBe(app.id);
  });

  it('is open for functions only with their scope, and closed with that of tracking', async () => {
    const functions = await withScopes('functions:write');
    expect((await askWith(functions, 'GET', '/functions')).status).toBe(200);
    const tracking = await withScopes('tracking_api:write');
    for (const [token, path] of [
      [functions, '/sources'],
      [tracking, '/functions'],
      [tracking, '/'],
    ] as const) {
      expect(await askWith(token, 'GET', path)).toEqual({
        status: 403,
        challenge: 'Bearer error="insufficient_scope"',
      });
    }
  });

  it('gives no token power over OAuth apps', async () => {
    const token = await withScopes('public_api:read_write');
    expect((await askWith(token, 'GET', '/oauth-apps')).status).toBe(403);
    const name = { name: 'Mine', publicKeys: [{ kid: 'key-1', pem }] };
    expect((await askWith(token, 'POST', '/oauth-apps', name)).status).toBe(403);
    const resources = [{ kind: 'oauth-app', slug: 'mine', publicKeys: [{ kid: 'key-1', pem }] }];
    expect((await askWith(token, 'POST', '/apply', { resources })).status).toBe(403);
    expect(
      (await askWith(token, 'POST', '/apply', { resources: [{ kind: 'space', slug: 's' }] })).status,
    ).toBe(200);
  });

  it('is closed to tokens of another workspace, another key, and to what is expired', async () => {
    const app = await createApp({ scopes: ['public_api:read_write'] });
    for (const token of [
      await tokenOf(app.id, { workspace: 'other' }),
      await tokenOf(app.id, { expiresAt: Date.now() - 1 }),
      await createAccessTokens(Buffer.alloc(32, 8)).write({
        id: 'x',
        appId: app.id,
        workspace: 'acme',
        scopes: ['public_api:read_write'],
        issuedAt: Date.now(),
        expiresAt: Date.now() + 60_000,
      }),
    ]) {
      expect((await askWith(token, 'GET', '/sources')).status).toBe(401);
    }
  });
});
