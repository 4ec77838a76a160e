import { spawn, type ChildProcess } from 'node:child_process';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { freePort } from '@millrace/testing';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { topics, type ConfigResource } from '@millrace/contracts';
import { createKafka, createProducer, ensureTopics } from '@millrace/kafka';
import { createCodecs, type Codec } from '@millrace/schema-registry';
import { silentLog } from '@millrace/telemetry';
import { Analytics } from '@segment/analytics-node';
import { decodeJwt, SignJWT } from 'jose';

jest.setTimeout(60_000);

const endpoints = JSON.parse(
  readFileSync(process.env['MILLRACE_ENDPOINTS'] ?? '.local/endpoints.json', 'utf8'),
) as { readonly kafka: string; readonly schemaRegistry: string };

const kafka = createKafka({ brokers: [endpoints.kafka], clientId: 'test', log: silentLog });
const codecs = createCodecs({ url: endpoints.schemaRegistry, log: silentLog });
const configTopics = [topics.eventsCollected, topics.configResources];
const configuration = createProducer({
  kafka,
  topics: configTopics,
  log: silentLog,
  deliveryTimeoutMs: 10_000,
  maxWaitingBytes: 1_000_000,
  maxWaitingRecords: 1_000,
});

/** A workspace of this run alone. */
const workspace = `oauth-${randomUUID()}`;
const [sourceId, appId, writeKey] = [`src_${randomUUID()}`, `app_${randomUUID()}`, randomUUID()];
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
let codec: Codec<ConfigResource>;
let gateway: { readonly process: ChildProcess; readonly url: string };

beforeAll(async () => {
  await ensureTopics({ kafka, topics: configTopics, log: silentLog });
  await configuration.connect();
  codec = await codecs.codecFor(topics.configResources);
  await write('source', sourceId, {
    name: 'Server',
    type: 'node.js',
    enabled: true,
    spaceId: 'spa_test',
    writeKeys: [writeKey],
    settings: { requireOAuth: true },
    labels: [],
  });
  await write('oauth-app', appId, app());
  await startGateway();
});

afterAll(async () => {
  gateway.process.kill('SIGKILL');
  await write('source', sourceId, undefined);
  await write('oauth-app', appId, undefined);
  await configuration.close();
  codecs.close();
});

const app = (changes: object = {}): object => ({
  name: 'Server',
  enabled: true,
  publicKeys: [{ kid: 'key-1', pem: publicKey.export({ type: 'spki', format: 'pem' }) }],
  scopes: ['tracking_api:write'],
  tokenLifetimeSeconds: 3_600,
  ...changes,
});

async function write(kind: string, id: string, spec: object | undefined): Promise<void> {
  const resource = { workspace, kind, id, slug: id, version: 1, updatedAt: Date.now(), updatedBy: 'test' };
  const value = spec === undefined ? null : codec.encode({ ...resource, spec: JSON.stringify(spec) });
  await configuration.send([
    { topic: topics.configResources.name, key: `${workspace}/${kind}/${id}`, value },
  ]);
}

async function startGateway(): Promise<void> {
  const [port, operationsPort] = [await freePort(), await freePort()];
  const child = spawn(process.execPath, ['services/ingest-gateway/src/main.ts'], {
    env: {
      PATH: process.env['PATH'],
      KAFKA_BROKERS: endpoints.kafka,
      SCHEMA_REGISTRY_URL: endpoints.schemaRegistry,
      OAUTH_KEY: '07'.repeat(32),
      PORT: String(port),
      OPERATIONS_PORT: String(operationsPort),
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  gateway = { process: child, url: `http://127.0.0.1:${port}` };
  await until(async () => (await fetch(`http://127.0.0.1:${operationsPort}/health/ready`)).ok);
}

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await isTrue().catch(() => false))) {
    if (Date.now() > deadline) throw new Error('waited too long');
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}

async function sign(): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ jti: randomUUID() })
    .setProtectedHeader({ alg: 'RS256', kid: 'key-1', typ: 'JWT' })
    .setSubject(appId)
    .setAudience(gateway.url)
    .setIssuedAt(now)
    .setExpirationTime(now + 60)
    .sign(privateKey);
}

async function askForToken(assertion: string) {
  const response = await fetch(`${gateway.url}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
      scope: 'tracking_api:write',
    }),
  });
  const body = (await response.json()) as { access_token: string; expires_in: number; error?: string };
  return { status: response.status, body };
}

async function track(authorization: string): Promise<number> {
  const response = await fetch(`${gateway.url}/v1/track`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ writeKey, userId: 'u1', event: 'Signed', messageId: randomUUID() }),
  });
  return response.status;
}

/** Segment's library, told nothing but whom to ask. */
function library(): {
  readonly analytics: Analytics;
  readonly replies: string[];
  readonly errors: unknown[];
} {
  const replies: string[] = [];
  const errors: unknown[] = [];
  const authorizations: string[] = [];
  const analytics = new Analytics({
    writeKey,
    host: gateway.url,
    flushAt: 1,
    maxRetries: 0,
    oauthSettings: {
      clientId: appId,
      clientKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      keyId: 'key-1',
      authServer: gateway.url,
      scope: 'tracking_api:write',
    },
  });
  analytics.on('http_request', ({ headers }) => authorizations.push(headers['Authorization'] ?? ''));
  analytics.on('http_response', ({ status }) =>
    replies.push(`${authorizations.at(-1)?.split(' ')[0]} ${status}`),
  );
  analytics.on('error', error => errors.push(error));
  return { analytics, replies, errors };
}

const delivered = (analytics: Analytics, event: string): Promise<boolean> =>
  new Promise(resolve => {
    analytics.track({ userId: 'u1', event }, error => resolve(error === undefined));
  });

describe('a source that requires OAuth', () => {
  it("takes what Segment's Node library sends with oauthSettings, and nothing with a write key alone", async () => {
    const { analytics, replies, errors } = library();
    expect(await delivered(analytics, 'First')).toBe(true);
    expect(await delivered(analytics, 'Second')).toBe(true);
    await analytics.closeAndFlush();
    expect({ replies, errors }).toEqual({ replies: ['Bearer 200', 'Bearer 200'], errors: [] });
    expect(await track(`Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`)).toBe(401);
    expect(await track('Bearer abc')).toBe(401);
  });

  it('gives a token once for an assertion', async () => {
    const assertion = await sign();
    const first = await askForToken(assertion);
    expect(first).toMatchObject({ status: 200, body: { expires_in: 3_600, token_type: 'Bearer' } });
    expect(await track(`Bearer ${first.body.access_token}`)).toBe(200);
    expect(await askForToken(assertion)).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
  });

  it('stops taking a token as soon as it is revoked, and the library goes on with a new one', async () => {
    const { analytics, replies } = library();
    expect(await delivered(analytics, 'Before')).toBe(true);
    const { body } = await askForToken(await sign());
    const { jti = '', exp = 0 } = decodeJwt(body.access_token);
    await write('oauth-app', appId, app({ revokedTokens: [{ jti, expiresAt: exp * 1000 }] }));
    await until(async () => (await track(`Bearer ${body.access_token}`)) === 401);
    expect(await delivered(analytics, 'Another token is still good')).toBe(true);

    await write('oauth-app', appId, app({ tokensValidFrom: Date.now() }));
    await until(async () => (await track(`Bearer ${body.access_token}`)) === 401);
    await until(async () => !(await delivered(analytics, 'All are void')));
    expect(await delivered(analytics, 'After')).toBe(true);
    await analytics.closeAndFlush();
    expect(replies.slice(-2)).toEqual(['Bearer 401', 'Bearer 200']);
  });

  it('takes no token of an app that lost the scope or is switched off, and gives it none', async () => {
    const { body } = await askForToken(await sign());
    await write('oauth-app', appId, app({ scopes: ['functions:write'] }));
    await until(async () => (await track(`Bearer ${body.access_token}`)) === 403);
    expect(await askForToken(await sign())).toMatchObject({ body: { error: 'invalid_scope' } });
    await write('oauth-app', appId, app({ enabled: false }));
    await until(async () => (await track(`Bearer ${body.access_token}`)) === 401);
    expect(await askForToken(await sign())).toMatchObject({ status: 401 });
    await write('oauth-app', appId, app());
    await until(async () => (await track(`Bearer ${body.access_token}`)) === 200);
  });
});
