import { generateKeyPairSync } from 'node:crypto';

import { beforeEach, describe, expect, it } from '@jest/globals';
import type { OAuthApp } from '@millrace/resources';
import { base64url, SignJWT, UnsecuredJWT } from 'jose';

import { createAccessTokens, deriveTokenKey, type AccessToken } from './access-token.ts';
import { createTokenVerifier, mayUseSource } from './token-verifier.ts';

const START = Date.parse('2026-11-25T12:00:00.300Z');
const HOUR = 3_600_000;
const secretsKey = Buffer.alloc(32, 7);

const anApp = (overrides: Partial<OAuthApp> = {}): OAuthApp => ({
  kind: 'oauth-app',
  workspace: 'acme',
  id: 'app_1',
  slug: 'shop',
  version: 1,
  updatedAt: 0,
  updatedBy: 'administrator',
  name: 'Shop',
  enabled: true,
  publicKeys: [],
  scopes: ['tracking_api:write', 'public_api:read_write'],
  tokenLifetimeSeconds: 3_600,
  sourceIds: null,
  revokedTokens: [],
  tokensValidFrom: 0,
  ...overrides,
});

const aToken = (overrides: Partial<AccessToken> = {}): AccessToken => ({
  id: 'token-1',
  appId: 'app_1',
  workspace: 'acme',
  scopes: ['tracking_api:write'],
  issuedAt: START,
  expiresAt: START + HOUR,
  ...overrides,
});

const tokens = createAccessTokens(deriveTokenKey(secretsKey));
let now: number;
let app: OAuthApp | undefined;
let reads: number;
let verify: ReturnType<typeof createTokenVerifier>;
beforeEach(() => {
  now = START;
  app = anApp();
  reads = 0;
  verify = createTokenVerifier({
    tokens: {
      read: (text, at) => {
        reads += 1;
        return tokens.read(text, at);
      },
    },
    findApp: id => (app?.id === id ? app : undefined),
    now: () => now,
    maxRemembered: 2,
  });
});

describe('an access token', () => {
  it('says again what was written', async () => {
    expect(await tokens.read(await tokens.write(aToken()), START)).toEqual(aToken());
  });

  it('allows what it was given', async () => {
    expect(await verify(await tokens.write(aToken()))).toEqual({
      appId: 'app_1',
      workspace: 'acme',
      scopes: ['tracking_api:write'],
      sourceIds: undefined,
    });
  });

  it('is checked once and remembered, a bad one never', async () => {
    const token = await tokens.write(aToken());
    await verify(token);
    await verify(token);
    expect(reads).toBe(1);
    for (const bad of ['a', 'b', 'c', 'd']) await verify(bad);
    await verify(token);
    expect(reads).toBe(5);
  });

  it.each<[string, () => void]>([
    ['once it has expired', () => (now += HOUR)],
    ['once it is revoked', () => (app = anApp({ revokedTokens: [{ jti: 'token-1', expiresAt: now }] }))],
    ['once all tokens are void', () => (app = anApp({ tokensValidFrom: now + 1 }))],
    ['once the app is switched off', () => (app = anApp({ enabled: false }))],
    ['once the app is gone', () => (app = undefined)],
    ['in another workspace', () => (app = anApp({ workspace: 'other' }))],
  ])('is worth nothing %s, though it is remembered', async (_when, happens) => {
    const token = await tokens.write(aToken());
    expect(await verify(token)).toBeDefined();
    happens();
    expect(await verify(token)).toBeUndefined();
  });

  it('is valid when it is given in the very second after all were voided', async () => {
    app = anApp({ tokensValidFrom: now });
    expect(await verify(await tokens.write(aToken({ issuedAt: now - 1 })))).toBeUndefined();
    expect(await verify(await tokens.write(aToken({ issuedAt: now })))).toBeDefined();
  });

  it('loses a scope with its app', async () => {
    const token = await tokens.write(aToken({ scopes: ['tracking_api:write', 'public_api:read_write'] }));
    app = anApp({ scopes: ['public_api:read_write'] });
    expect((await verify(token))?.scopes).toEqual(['public_api:read_write']);
  });

  it('is for the sources of its app', async () => {
    app = anApp({ sourceIds: ['src_1'] as unknown as OAuthApp['sourceIds'] });
    const access = await verify(await tokens.write(aToken()));
    if (access === undefined) throw new Error('the token is not valid');
    const may = (id: string, workspace = 'acme') =>
      mayUseSource(access, 'tracking_api:write', { id, workspace });
    expect([may('src_1'), may('src_2'), may('src_1', 'other')]).toEqual([true, false, false]);
    expect(mayUseSource(access, 'functions:write', { id: 'src_1', workspace: 'acme' })).toBe(false);
  });
});

describe('what is no access token', () => {
  const claims = { scope: 'tracking_api:write', workspace: 'acme' };
  const signed = (key: Parameters<SignJWT['sign']>[0], alg: string, typ = 'at+jwt'): Promise<string> =>
    new SignJWT(claims)
      .setProtectedHeader({ alg, typ })
      .setIssuer('millrace')
      .setAudience('millrace')
      .setSubject('app_1')
      .setJti('token-1')
      .setIssuedAt(START / 1000)
      .setExpirationTime((START + HOUR) / 1000)
      .sign(key);

  it.each<[string, () => Promise<string> | string]>([
    ['no JWT', () => 'abc'],
    ['nothing', () => ''],
    ['signed with another key', () => createAccessTokens(Buffer.alloc(32, 8)).write(aToken())],
    ['signed with the secrets key itself', () => signed(secretsKey, 'HS256')],
    ['signed with our key as something else', () => signed(deriveTokenKey(secretsKey), 'HS256', 'JWT')],
    ['not signed at all', () => new UnsecuredJWT(claims).setSubject('app_1').setJti('token-1').encode()],
    [
      'signed with a private key',
      () => signed(generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey, 'RS256'),
    ],
    ['longer than any', () => tokens.write(aToken({ workspace: 'a'.repeat(3_000) }))],
    [
      'changed after it was signed',
      async () => {
        const [header, , signature] = (await tokens.write(aToken())).split('.');
        const payload = base64url.encode(JSON.stringify({ ...claims, sub: 'app_1', jti: 'token-2' }));
        return `${header}.${payload}.${signature}`;
      },
    ],
    [
      'cut off before its signature',
      async () => `${(await tokens.write(aToken())).split('.').slice(0, 2).join('.')}.`,
    ],
  ])('is refused: %s', async (_what, make) => {
    expect(await verify(await make())).toBeUndefined();
  });
});
