import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import express from 'express';

import { createInFlight, type InFlight } from '../in-flight.ts';
import type { GrantToken } from './grant-token.ts';
import { tokenError } from './token-error.ts';
import { createTokenRouter } from './token-router.ts';

let grantToken: GrantToken;
let outcomes: string[];
let inFlight: InFlight;
let server: Server;
let url: string;
beforeEach(async () => {
  grantToken = parameters =>
    Promise.resolve({
      kind: 'token',
      accessToken: `token for ${parameters.get('a')}`,
      expiresInSeconds: 60,
      scopes: ['tracking_api:write', 'functions:write'],
    });
  outcomes = [];
  inFlight = createInFlight(64 * 1024);
  const router = createTokenRouter({
    grantToken: parameters => grantToken(parameters),
    inFlight,
    facts: { answered: outcome => void outcomes.push(outcome) },
  });
  server = createServer(express().use(router)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`;
});
afterEach(async () => {
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
});

const FORM = 'application/x-www-form-urlencoded';

const ask = async (body: string, type = FORM, method = 'POST') => {
  const response = await fetch(url, {
    method,
    headers: { 'content-type': type },
    ...(method !== 'GET' && { body }),
  });
  const { headers, status } = response;
  return { headers, status, body: (await response.json()) as Readonly<Record<string, unknown>> };
};

describe('POST /token', () => {
  it('answers a token in the form of OAuth, for no cache to keep', async () => {
    const { status, headers, body } = await ask('a=b%20c', `${FORM}; charset=utf-8`);
    expect(status).toBe(200);
    expect(body).toEqual({
      access_token: 'token for b c',
      token_type: 'Bearer',
      expires_in: 60,
      scope: 'tracking_api:write functions:write',
    });
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('date')).not.toBeNull();
    expect(outcomes).toEqual(['token']);
  });

  it.each([
    ['invalid_request', 400, null],
    ['invalid_client', 401, null],
    ['unsupported_grant_type', 400, null],
    ['invalid_scope', 400, null],
    ['temporarily_unavailable', 429, '5'],
    ['server_error', 503, '5'],
  ] as const)('answers %s with %i', async (error, status, retryAfter) => {
    grantToken = () => Promise.resolve(tokenError(error, 'why'));
    const reply = await ask('');
    expect({ status: reply.status, body: reply.body }).toEqual({
      status,
      body: { error, error_description: 'why' },
    });
    expect(reply.headers.get('retry-after')).toBe(retryAfter);
    expect(reply.headers.get('x-ratelimit-reset')).toBe(retryAfter);
    expect(outcomes).toEqual([error]);
  });

  it('takes forms only, of a bounded size, and other methods not at all', async () => {
    expect(await ask('{}', 'application/json')).toMatchObject({
      status: 415,
      body: { error: 'invalid_request' },
    });
    expect(await ask('a='.padEnd(16_385, 'a'))).toMatchObject({ status: 400 });
    const got = await ask('', FORM, 'GET');
    expect(got).toMatchObject({ status: 405, body: { error: 'invalid_request' } });
    expect(got.headers.get('allow')).toBe('POST');
  });

  it('gives back what a request held, and refuses what there is no room for', async () => {
    await ask('a=b');
    await ask('{}', 'application/json');
    expect(inFlight.requests).toBe(0);
    const shares = Array.from({ length: 16 }, () => inFlight.enter());
    expect(await ask('a=b')).toMatchObject({ status: 429, body: { error: 'temporarily_unavailable' } });
    shares.forEach(share => share?.release());
    expect(await ask('a=b')).toMatchObject({ status: 200 });
  });
});
