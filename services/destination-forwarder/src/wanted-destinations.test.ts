import { describe, expect, it } from '@jest/globals';
import type { Destination } from '@millrace/resources';
import { A_TIME } from '@millrace/testing';

import { aDestination } from './fixtures/forwarding.ts';
import type { WantedDestination } from './fleet.ts';
import { wantedDestinations } from './wanted-destinations.ts';

const usable = (resource: Destination) => ({
  ok: true as const,
  destination: aDestination({ id: resource.id, isEnabled: resource.enabled }),
});
const none = new Map<string, WantedDestination>();

describe('wantedDestinations', () => {
  it('are all destinations of the workspace, each from when it was set up', () => {
    const { destinations } = wantedDestinations([aResource('one'), aResource('two')], {
      view: usable,
      only: undefined,
      before: none,
    });
    expect([...destinations.keys()]).toEqual(['one', 'two']);
    expect(destinations.get('one')?.since).toBe(A_TIME);
  });

  it('is the one that the process is limited to', () => {
    const { destinations } = wantedDestinations([aResource('one'), aResource('two')], {
      view: usable,
      only: 'two',
      before: none,
    });
    expect([...destinations.keys()]).toEqual(['two']);
  });

  it('keep the time they began at through later changes', () => {
    const before = new Map([['one', { destination: aDestination({ id: 'one' }), since: A_TIME - 1 }]]);
    const { destinations } = wantedDestinations([aResource('one', { enabled: false })], {
      view: usable,
      only: undefined,
      before,
    });
    expect(destinations.get('one')).toMatchObject({ since: A_TIME - 1, destination: { isEnabled: false } });
  });

  it('go on with the settings before where the new ones cannot be used', () => {
    const earlier = { destination: aDestination({ id: 'one' }), since: A_TIME };
    const { destinations, unusable } = wantedDestinations([aResource('one'), aResource('new')], {
      view: () => ({ ok: false, problems: ['url: must be an absolute URL'] }),
      only: undefined,
      before: new Map([['one', earlier]]),
    });
    expect([...destinations]).toEqual([['one', earlier]]);
    expect([...unusable.keys()]).toEqual(['one', 'new']);
  });
});

function aResource(id: string, overrides: Partial<Destination> = {}): Destination {
  return {
    kind: 'destination',
    workspace: 'shop',
    id,
    slug: id,
    version: 1,
    updatedAt: A_TIME,
    updatedBy: 'a test',
    name: id,
    type: 'webhook',
    enabled: true,
    sourceIds: [],
    settings: { url: 'http://127.0.0.1:9' },
    secrets: {},
    ...overrides,
  };
}
