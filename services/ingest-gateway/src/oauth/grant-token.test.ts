import { createSecretKey, generateKeyPairSync, type KeyObject } from 'node:crypto';

import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createAccessTokens } from '@millrace/oauth';
import type { OAuthApp } from '@millrace/resources';
import { SignJWT, UnsecuredJWT, type JWTPayload } from 'jose';

import { assertionAudiences } from './audiences.ts';
import { createGrantToken, type GrantToken } from './grant-token.ts';
import { createReplayGuard } from './replay-guard.ts';

const NOW = Date.parse('2026-11-25T12:00:00Z');
const SECOND = NOW / 1000;
const tokens = createAccessTokens(Buffer.alloc(32, 7));

let first: { readonly privateKey: KeyObject; readonly publicKey: KeyObject };
let second: typeof first;
beforeAll(() => {
  first = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  second = generateKeyPairSync('rsa', { modulusLength: 2_048 });
});

const pemOf = ({ publicKey }: typeof first): string =>
  publicKey.export({ type: 'spki', format: 'pem' }).toString();

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
  publicKeys: [{ kid: 'key-1', pem: pemOf(first) }],
  scopes: ['tracking_api:write', 'functions:write'],
  tokenLifetimeSeconds: 3_600,
  sourceIds: null,
  revokedTokens: [],
  tokensValidFrom: 0,
  ...overrides,
});

let now: number;
let apps: readonly OAuthApp[];
let grantToken: GrantToken;
beforeEach(() => {
  now = NOW;
  apps = [anApp()];
  grantToken = createGrantToken({
    tokens,
    findApp: id => apps.find(app => app.id === id),
    audiences: assertionAudiences({ host: '127.0.0.1', port: 7700 }),
    replays: createReplayGuard(3),
    now: () => now,
    newTokenId: () => 'token-1',
  });
});

let jti = 0;
const claims = (overrides: JWTPayload = {}): JWTPayload => ({
  iss: 'app_1',
  sub: 'app_1',
  aud: 'http://127.0.0.1:7700',
  iat: SECOND - 5,
  exp: SECOND + 55,
  jti: `assertion-${(jti += 1)}`,
  ...overrides,
});

type Signing = { readonly key?: KeyObject; readonly alg?: string; readonly kid?: string };

const signed = (payload = claims(), { key, alg = 'RS256', kid = 'key-1' }: Signing = {}): Promise<string> =>
  new SignJWT(payload).setProtectedHeader({ alg, kid, typ: 'JWT' }).sign(key ?? first.privateKey);

const request = (assertion: string, others: Readonly<Record<string, string>> = {}): URLSearchParams =>
  new URLSearchParams({
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertion,
    scope: 'tracking_api:write',
    ...others,
  });

const granted = async (assertion: string, others?: Readonly<Record<string, string>>) =>
  grantToken(request(assertion, others));

describe('a signed assertion', () => {
  it('gets a token of the app, its workspace and the scope asked for', async () => {
    const grant = await granted(await signed());
    expect(grant).toMatchObject({ kind: 'token', expiresInSeconds: 3_600, scopes: ['tracking_api:write'] });
    const token = grant.kind === 'token' ? await tokens.read(grant.accessToken, now) : undefined;
    expect(token).toEqual({
      id: 'token-1',
      appId: 'app_1',
      workspace: 'acme',
      scopes: ['tracking_api:write'],
      issuedAt: NOW,
      expiresAt: NOW + 3_600_000,
    });
  });

  it('gets every scope of the app where it asks for none, and none the app does not have', async () => {
    expect(await granted(await signed(), { scope: '' })).toMatchObject({
      scopes: ['tracking_api:write', 'functions:write'],
    });
    expect(await granted(await signed(), { scope: 'functions:write public_api:read_write' })).toMatchObject({
      error: 'invalid_scope',
      description: expect.stringContaining('tracking_api:write functions:write'),
    });
  });

  it.each([
    ['the server', 'http://localhost:7700'],
    ['the server with a slash', 'http://127.0.0.1:7700/'],
    ['the endpoint', 'http://127.0.0.1:7700/token'],
    ["Segment's documented server", 'https://oauth2.segment.io'],
    ["Segment's in Europe", 'https://oauth2.eu1.segmentapis.com'],
  ])('may name %s as its audience', async (_what, aud) => {
    expect(await granted(await signed(claims({ aud })))).toMatchObject({ kind: 'token' });
  });

  it('may be signed with either of two keys', async () => {
    apps = [
      anApp({
        publicKeys: [
          { kid: 'key-1', pem: pemOf(first) },
          { kid: 'key-2', pem: pemOf(second) },
        ],
      }),
    ];
    const assertion = await signed(claims(), { key: second.privateKey, kid: 'key-2' });
    expect(await granted(assertion)).toMatchObject({ kind: 'token' });
  });

  it('may come without iss, and from a clock that is half a minute off', async () => {
    const withoutIss = { ...claims(), iss: undefined as never };
    expect(await granted(await signed(withoutIss))).toMatchObject({ kind: 'token' });
    now = NOW + 84_000;
    expect(await granted(await signed())).toMatchObject({ kind: 'token' });
    now = NOW - 34_000;
    expect(await granted(await signed())).toMatchObject({ kind: 'token' });
  });
});

describe('an assertion is refused', () => {
  const hmacWithThePublicKey = (): Promise<string> =>
    signed(claims(), { alg: 'HS256', key: createSecretKey(Buffer.from(pemOf(first))) });

  it.each<[string, () => Promise<string> | string, string]>([
    ['that is no JWT', () => 'a.b.c', 'is not a JWT'],
    ['without a signature', () => new UnsecuredJWT(claims()).encode(), 'signed with RS256'],
    ['signed with the public key as a secret', hmacWithThePublicKey, 'signed with RS256'],
    ['of another algorithm for RSA', () => signed(claims(), { alg: 'PS256' }), 'signed with RS256'],
    ['of another key', () => signed(claims(), { key: second.privateKey }), 'not signed with the private key'],
    ['with a kid of no key', () => signed(claims(), { kid: 'key-9' }), 'names no public key'],
    ['of no app', () => signed(claims({ sub: 'app_9' })), 'no enabled OAuth app'],
    ['for another server', () => signed(claims({ aud: 'https://other' })), 'http://127.0.0.1:7700/token'],
    ['for nobody', () => signed({ ...claims(), aud: undefined as never }), 'aud of the client_assertion'],
    ['without iat', () => signed({ ...claims(), iat: undefined as never }), 'iat of the client_assertion'],
    ['without exp', () => signed({ ...claims(), exp: undefined as never }), 'exp of the client_assertion'],
    ['without jti', () => signed({ ...claims(), jti: undefined as never }), 'jti of the client_assertion'],
    ['with an endless jti', () => signed(claims({ jti: 'a'.repeat(201) })), 'jti of the client_assertion'],
    ['that lives too long', () => signed(claims({ exp: SECOND + 57 })), '60 seconds after iat'],
    ['that is not yet valid', () => signed(claims({ nbf: SECOND + 60 })), 'nbf of the client_assertion'],
  ])('%s', async (_what, make, description) => {
    expect(await granted(await make())).toEqual({
      kind: 'error',
      error: 'invalid_client',
      description: expect.stringContaining(description),
    });
  });

  it('of an app that is switched off', async () => {
    apps = [anApp({ enabled: false })];
    expect(await granted(await signed())).toMatchObject({ error: 'invalid_client' });
  });

  it('signed by one app in the name of another', async () => {
    apps = [anApp(), anApp({ id: 'app_2', publicKeys: [{ kid: 'key-1', pem: pemOf(second) }] })];
    expect(await granted(await signed(claims({ sub: 'app_2' })))).toMatchObject({ error: 'invalid_client' });
    expect(await granted(await signed(), { client_id: 'app_2' })).toMatchObject({ error: 'invalid_client' });
  });

  it('in the words that Segment’s Python library corrects its clock by', async () => {
    const assertion = await signed();
    now = NOW + 86_000;
    expect(await granted(assertion)).toMatchObject({
      error: 'invalid_request',
      description: 'Token is expired',
    });
    now = NOW - 36_000;
    expect(await granted(assertion)).toMatchObject({
      error: 'invalid_request',
      description: 'Token used before issued',
    });
  });

  it('that was used before, for as long as it would be good', async () => {
    const assertion = await signed();
    expect(await granted(assertion)).toMatchObject({ kind: 'token' });
    expect(await granted(assertion)).toMatchObject({ description: expect.stringContaining('used before') });
    now = NOW + 84_000;
    expect(await granted(assertion)).toMatchObject({ description: expect.stringContaining('used before') });
    now = NOW + 86_000;
    expect(await granted(assertion)).toMatchObject({ description: 'Token is expired' });
  });

  it('while there is no room to remember it, until what is remembered has expired', async () => {
    for (let count = 0; count < 3; count += 1) await granted(await signed());
    expect(await granted(await signed())).toMatchObject({ error: 'temporarily_unavailable' });
    now = NOW + 90_000;
    const later = claims({ iat: now / 1000, exp: now / 1000 + 60 });
    expect(await granted(await signed(later))).toMatchObject({ kind: 'token' });
  });
});

describe('a request is refused', () => {
  it.each([
    ['without a grant type', { grant_type: undefined }, 'invalid_request'],
    ['of another grant type', { grant_type: 'password' }, 'unsupported_grant_type'],
    ['without a type of assertion', { client_assertion_type: undefined }, 'invalid_request'],
    ['without an assertion', { client_assertion: '' }, 'invalid_request'],
  ])('%s', async (_what, changes, error) => {
    const parameters = request(await signed());
    for (const [name, value] of Object.entries(changes)) {
      if (value === undefined) parameters.delete(name);
      else parameters.set(name, value);
    }
    expect(await grantToken(parameters)).toMatchObject({ kind: 'error', error });
  });

  it('with a parameter given twice', async () => {
    const parameters = request(await signed());
    parameters.append('scope', 'functions:write');
    expect(await grantToken(parameters)).toMatchObject({ error: 'invalid_request' });
  });
});
