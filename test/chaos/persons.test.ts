import { describe, expect, it } from '@jest/globals';

import { personEvent, splitUsers } from './persons.ts';

describe('a person under load', () => {
  it('is anonymous, then identified, then known by both ids', () => {
    const bodies = [0, 4, 5].map(
      number => JSON.parse(personEvent('r', 3, number).body) as Record<string, unknown>,
    );
    expect(bodies[0]).toMatchObject({
      messageId: 'r-3-0',
      anonymousId: 'r-device-3',
      event: 'Looked Around',
    });
    expect(bodies[0]).not.toHaveProperty('userId');
    expect(bodies[1]).toMatchObject({ userId: 'r-user-1', traits: { number: 4 } });
    expect(bodies[2]).toMatchObject({
      userId: 'r-user-1',
      anonymousId: 'r-device-3',
      event: 'Did Something',
    });
    expect(personEvent('r', 3, 4).path).toBe('/v1/identify');
  });

  it('shares its user with the other device of the pair', () => {
    const userIdOf = (person: number) =>
      (JSON.parse(personEvent('r', person, 9).body) as { userId: string }).userId;
    expect(userIdOf(2)).toBe(userIdOf(3));
    expect(userIdOf(3)).not.toBe(userIdOf(4));
  });

  it('is found split when its devices end in different profiles', () => {
    const last = [
      { user: 'a', profileId: 'p1' },
      { user: 'a', profileId: 'p1' },
      { user: 'b', profileId: 'p2' },
      { user: 'b', profileId: 'p3' },
      { user: 'c', profileId: undefined },
    ];
    expect(splitUsers(last)).toEqual(['b']);
  });
});
