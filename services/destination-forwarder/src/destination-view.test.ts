import { describe, expect, it } from '@jest/globals';
import { catalogue } from '@millrace/destinations';
import type { SourceId } from '@millrace/domain';
import { createVault, resourceKey, type Destination } from '@millrace/resources';
import { A_TIME, anEvent } from '@millrace/testing';

import { viewDestination } from './destination-view.ts';

const secretsKey = Buffer.alloc(32, 1);

describe('viewDestination', () => {
  it('opens the secrets and fills the settings in', () => {
    const view = viewDestination(aResource(), { catalogue, secretsKey });
    if (!view.ok) throw new Error(view.problems.join());
    expect(view.destination).toMatchObject({ id: 'dst_1', isEnabled: true, sourceIds: new Set(['src_1']) });
    const plan = view.destination.plugin
      .actionFor('track')
      ?.buildRequest(anEvent(), { id: 'use_1' as never });
    expect(plan).toMatchObject({ url: 'http://127.0.0.1:9/hook', signing: { secret: 'hush' } });
  });

  it.each([
    ['a type that is not in the catalogue', { type: 'pigeon' }, secretsKey],
    ['settings that do not fit', { settings: { url: 'nowhere' } }, secretsKey],
    ['secrets sealed with another key', {}, Buffer.alloc(32, 2)],
  ])('says what is wrong with %s, and nothing secret', (_, overrides, key) => {
    const view = viewDestination(aResource(overrides), { catalogue, secretsKey: key });
    expect(view).toMatchObject({ ok: false, problems: [expect.any(String)] });
    expect(JSON.stringify(view)).not.toContain('hush');
  });
});

function aResource(overrides: Partial<Destination> = {}): Destination {
  const key = { workspace: 'shop', kind: 'destination', id: 'dst_1' } as const;
  const vault = createVault({
    resourceKey: resourceKey(key),
    key: secretsKey,
    newNonce: () => Buffer.alloc(12),
  });
  return {
    ...key,
    slug: 'inbox',
    version: 1,
    updatedAt: A_TIME,
    updatedBy: 'a test',
    name: 'Inbox',
    type: 'webhook',
    enabled: true,
    sourceIds: ['src_1' as SourceId],
    settings: { url: 'http://127.0.0.1:9/hook' },
    secrets: { sharedSecret: vault.seal('sharedSecret', 'hush') },
    ...overrides,
  };
}
