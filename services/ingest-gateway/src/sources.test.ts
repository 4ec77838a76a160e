import { describe, expect, it } from '@jest/globals';
import type { Source } from '@millrace/resources';

import { createFindSource } from './sources.ts';

function aResource(fields: Partial<Source>): Source {
  return {
    id: 'src_1',
    workspace: 'shop',
    enabled: true,
    type: 'node.js',
    expiringWriteKeys: [],
    settings: { allowedOrigins: [], bots: 'flag', requireOAuth: false },
    ...fields,
  } as unknown as Source;
}

describe('a source found by its write key', () => {
  it.each([
    ['node.js', false, false],
    ['ios', true, false],
    ['javascript', true, true],
    ['pixel-tracking-api', true, true],
    ['webhook', false, false],
  ])('of type %s is on the client side: %p, a website: %p', (type, isClientSide, isWebsite) => {
    const find = createFindSource({ sourceByWriteKey: () => aResource({ type }) });
    expect(find('key', 0)).toMatchObject({ id: 'src_1', workspace: 'shop', isClientSide, isWebsite });
  });

  it('has a key that works until it expires', () => {
    const source = aResource({ expiringWriteKeys: [{ writeKey: 'old', expiresAt: 1_000 }] });
    const find = createFindSource({ sourceByWriteKey: () => source });
    expect(find('old', 999)).toMatchObject({ id: 'src_1' });
    expect(find('old', 1_000)).toBe('expired');
    expect(find('new', 1_000)).toMatchObject({ id: 'src_1' });
  });

  it('is the same value until its resource changes', () => {
    let source = aResource({});
    const find = createFindSource({ sourceByWriteKey: () => source });
    const before = find('key', 0);
    expect(find('key', 0)).toBe(before);
    source = aResource({ enabled: false });
    expect(find('key', 0)).toMatchObject({ isEnabled: false });
  });

  it('is none where no source has the key', () => {
    expect(createFindSource({ sourceByWriteKey: () => undefined })('key', 0)).toBeUndefined();
  });
});
