import { describe, expect, it } from '@jest/globals';
import type { ConfigResource } from '@millrace/contracts';
import type { SourceId } from '@millrace/domain';
import { createRateLimits } from '@millrace/intake';
import { createResourceTable, createVault, resourceKey } from '@millrace/resources';
import { A_TIME } from '@millrace/testing';

import { SOURCE_ID } from './fixtures/functions.ts';
import { createTargets } from './targets.ts';

const secretsKey = Buffer.alloc(32, 1);

/** A workspace with these resources; each is a kind, an id and a spec. */
function targetsOf(...resources: readonly (readonly [kind: string, id: string, spec: object])[]) {
  const table = createResourceTable();
  for (const [kind, id, spec] of resources) {
    const record: ConfigResource = {
      workspace: 'test',
      kind,
      id,
      slug: id,
      version: 3,
      updatedAt: A_TIME,
      updatedBy: 'test',
      spec: JSON.stringify(spec),
    };
    const problem = table.apply(resourceKey(record), record);
    if (problem !== undefined) throw problem;
  }
  return createTargets({ resources: table, rateLimits: createRateLimits(), secretsKey });
}

const aSource = (overrides: object = {}) =>
  [
    'source',
    SOURCE_ID,
    {
      name: 'Billing',
      type: 'function',
      enabled: true,
      spaceId: 'spa_1',
      writeKeys: ['billing-key'],
      labels: [],
      functionId: 'fun_billing',
      ...overrides,
    },
  ] as const;

const aFunction = ['function', 'fun_billing', { name: 'Billing', type: 'source', code: 'let a' }] as const;

describe('the target of a write key', () => {
  it('is the function of a source of type function', () => {
    expect(targetsOf(aSource()).find('billing-key', A_TIME)).toEqual({
      kind: 'function',
      sourceId: SOURCE_ID,
      functionId: 'fun_billing',
    });
  });

  it('is one event for a source of type webhook, by its rules or the default ones', () => {
    const plain = targetsOf(aSource({ type: 'webhook', functionId: null }));
    expect(plain.find('billing-key', A_TIME)).toMatchObject({
      kind: 'event',
      rules: { eventName: 'Webhook Received' },
    });
    const settings = { webhook: { userIdFrom: '/user' } };
    const ruled = targetsOf(aSource({ type: 'webhook', functionId: null, settings }));
    expect(ruled.find('billing-key', A_TIME)).toMatchObject({ rules: { userIdFrom: '/user' } });
  });

  it.each([
    ['an unknown key', 'other-key', {}, 'unknownWriteKey'],
    ['a key that has expired', 'billing-key', expiring(A_TIME), 'unknownWriteKey'],
    ['a source for clients', 'billing-key', { type: 'javascript', functionId: null }, 'notAWebhook'],
    ['a source that is off', 'billing-key', { enabled: false }, 'sourceDisabled'],
    ['a source that wants tokens', 'billing-key', { settings: { requireOAuth: true } }, 'tokenRequired'],
  ])('is refused for %s', (_what, writeKey, overrides, reply) => {
    expect(targetsOf(aSource(overrides)).find(writeKey, A_TIME)).toEqual({ kind: 'refused', reply });
  });

  it('is there as often as its source may be asked', () => {
    const targets = targetsOf(aSource({ settings: { rateLimit: { requestsPerSecond: 2 } } }));
    const found = [0, 0, 0, 1_000].map(later => targets.find('billing-key', A_TIME + later).kind);
    expect(found).toEqual(['function', 'function', 'refused', 'function']);
  });

  it('is there until its key expires', () => {
    const targets = targetsOf(aSource(expiring(A_TIME + 1)));
    expect(targets.find('billing-key', A_TIME)).toMatchObject({ kind: 'function' });
  });
});

describe('the function of a source', () => {
  it('is its code in its version, with its settings open', () => {
    const place = resourceKey({ workspace: 'test', kind: 'source', id: SOURCE_ID });
    const vault = createVault({ resourceKey: place, key: secretsKey, newNonce: () => Buffer.alloc(12) });
    const told = {
      functionSettings: { currency: 'EUR' },
      functionSecrets: { apiKey: vault.seal('apiKey', 'secret') },
    };
    expect(targetsOf(aSource(told), aFunction).functionOf(SOURCE_ID)).toEqual({
      id: 'fun_billing',
      version: 3,
      name: 'Billing',
      code: 'let a',
      settings: { currency: 'EUR', apiKey: 'secret' },
      secrets: ['secret'],
    });
  });

  it.each([
    ['the source is off', [aSource({ enabled: false }), aFunction], 'source_disabled'],
    ['the source is gone', [aFunction], 'source_disabled'],
    ['the function is gone', [aSource()], 'BAD_DEPLOY'],
    [
      'a secret cannot be opened',
      [aSource({ functionSecrets: { apiKey: 'v1.0.0' } }), aFunction],
      'invalid_settings',
    ],
  ] as const)('cannot run while %s', (_what, resources, code) => {
    expect(targetsOf(...resources).functionOf(SOURCE_ID)).toMatchObject({ kind: 'unrunnable', code });
  });

  it('is no other kind of function', () => {
    const targets = targetsOf(aSource(), [
      'function',
      'fun_billing',
      { ...aFunction[2], type: 'destination' },
    ]);
    expect(targets.functionOf('src_billing' as SourceId)).toMatchObject({ code: 'BAD_DEPLOY' });
  });
});

function expiring(expiresAt: number): object {
  return { expiringWriteKeys: [{ writeKey: 'billing-key', expiresAt }] };
}
