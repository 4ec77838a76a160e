import { describe, expect, it } from '@jest/globals';
import type { ExternalId } from '@millrace/domain';

import type { Finding } from './graph.ts';
import { MAX_IDENTIFIERS, MAX_MERGES } from './limits.ts';
import { newProfile, type Profile } from './profile.ts';
import { resolve } from './resolution.ts';

const user: ExternalId = { type: 'user_id', value: 'u1' };
const email: ExternalId = { type: 'email', value: 'u1@x.io' };
const device: ExternalId = { type: 'anonymous_id', value: 'a1' };
const acme: ExternalId = { type: 'group_id', value: 'acme' };

const aProfile = (id: string, createdAt: number, overrides: Partial<Profile> = {}): Profile => ({
  ...newProfile(id, createdAt),
  ...overrides,
});
const identifiers = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ type: 'anonymous_id', value: `full-${at}`, attachedAt: 1 }));
const unknown = (identifier: ExternalId): Finding => ({ identifier, pointer: undefined, owner: undefined });
const ownedBy = (owner: Profile, identifier: ExternalId): Finding => ({
  identifier,
  pointer: { profileId: owner.id, attachedAt: owner.createdAt },
  owner,
});
const resolved = (findings: readonly Finding[], group?: ExternalId) => {
  const { profile, decisions } = resolve(findings, { at: 50, group, newProfileId: () => 'use_new' });
  return { profile, decided: decisions.map(told), owned: profile.identifiers.map(({ value }) => value) };
};
const told = (decision: ReturnType<typeof resolve>['decisions'][number]): string => {
  switch (decision.kind) {
    case 'created':
      return 'created';
    case 'merged':
      return `merged ${decision.loser.id}`;
    case 'attached':
      return `attached ${decision.identifier.value}`;
    case 'refused':
      return `refused ${decision.identifier.value}: ${decision.reason}`;
  }
};

describe('resolve', () => {
  it('creates a profile for identifiers that nobody owns', () => {
    const { profile, decided, owned } = resolved([unknown(user), unknown(device)]);
    expect(decided).toEqual(['created', 'attached u1', 'attached a1']);
    expect(profile).toMatchObject({ id: 'use_new', createdAt: 50, mergedInto: null, mergeCount: 0 });
    expect(owned).toEqual(['u1', 'a1']);
  });

  it('attaches what is new to the one owner', () => {
    const owner = aProfile('use_a', 1);
    const { profile, decided } = resolved([unknown(user), ownedBy(owner, device)]);
    expect(decided).toEqual(['attached u1']);
    expect(profile.id).toBe('use_a');
  });

  it('decides nothing for a person whose identifiers are known', () => {
    const owner = aProfile('use_a', 1);
    const { profile, decided } = resolved([ownedBy(owner, user), ownedBy(owner, device)]);
    expect(decided).toEqual([]);
    expect(profile).toBe(owner);
  });

  it('merges several owners into the oldest, with all they own', () => {
    const [first, second, third] = [
      aProfile('use_a', 30, { identifiers: [{ ...user, attachedAt: 30 }] }),
      aProfile('use_b', 10, { identifiers: [{ ...email, attachedAt: 10 }] }),
      aProfile('use_c', 20, { identifiers: [{ ...device, attachedAt: 20 }], mergeCount: 2 }),
    ];
    const { profile, decided, owned } = resolved([
      ownedBy(first, user),
      ownedBy(second, email),
      ownedBy(third, device),
    ]);
    expect(decided).toEqual(['merged use_a', 'merged use_c']);
    expect(profile).toMatchObject({ id: 'use_b', createdAt: 10, mergeCount: 4 });
    expect(owned.toSorted()).toEqual(['a1', 'u1', 'u1@x.io']);
  });

  it('of two equally old profiles keeps the one with the lower id', () => {
    const pair = [ownedBy(aProfile('use_b', 10), user), ownedBy(aProfile('use_a', 10), device)];
    expect(resolved(pair).profile.id).toBe('use_a');
    expect(resolved(pair.toReversed()).profile.id).toBe('use_a');
  });

  it('links a profile to an account once, however often it is named', () => {
    const owner = aProfile('use_a', 1);
    const linked = resolved([ownedBy(owner, user)], acme);
    expect(linked.decided).toEqual(['attached acme']);
    expect(resolved([ownedBy(linked.profile, user)], acme).decided).toEqual([]);
  });

  it('keeps the earlier of two links to one account when profiles merge', () => {
    const [older, newer] = [
      aProfile('use_a', 1, { identifiers: [{ ...acme, attachedAt: 9 }] }),
      aProfile('use_b', 2, { identifiers: [{ ...acme, attachedAt: 5 }] }),
    ];
    const { profile } = resolved([ownedBy(older, user), ownedBy(newer, device)]);
    expect(profile.identifiers).toEqual([{ ...acme, attachedAt: 5 }]);
  });
});

describe('resolve at a limit', () => {
  it('adds no identifier to a full profile, and still resolves to it', () => {
    const full = aProfile('use_a', 1, { identifiers: identifiers(MAX_IDENTIFIERS) });
    const { profile, decided } = resolved([unknown(user), ownedBy(full, device)], acme);
    expect(profile).toBe(full);
    expect(decided).toEqual(['refused u1: identifier-limit', 'refused acme: identifier-limit']);
  });

  it('merges up to the limit of merges', () => {
    const owner = aProfile('use_a', 1, { mergeCount: MAX_MERGES - 1 });
    const { profile, decided } = resolved([ownedBy(owner, user), ownedBy(aProfile('use_b', 2), device)]);
    expect(decided).toEqual(['merged use_b']);
    expect(profile.mergeCount).toBe(MAX_MERGES);
  });

  it('past the limit of merges keeps the profiles apart and takes the owner of the most telling identifier', () => {
    const worn = aProfile('use_a', 1, { mergeCount: MAX_MERGES });
    const other = aProfile('use_b', 2);
    const { profile, decided } = resolved([ownedBy(other, user), unknown(email), ownedBy(worn, device)]);
    expect(profile.id).toBe('use_b');
    expect(decided).toEqual(['refused a1: merge-limit', 'attached u1@x.io']);
  });

  it('merges no profiles that would own too much together', () => {
    const [half, more] = [
      aProfile('use_a', 1, { identifiers: identifiers(MAX_IDENTIFIERS) }),
      aProfile('use_b', 2, { identifiers: [{ ...user, attachedAt: 2 }] }),
    ];
    const { profile, decided } = resolved([ownedBy(more, user), ownedBy(half, device)]);
    expect(profile.id).toBe('use_b');
    expect(decided).toEqual(['refused a1: identifier-limit']);
  });
});
