import { describe, expect, it } from '@jest/globals';
import { anEvent } from '@millrace/testing';

import { identifiersOf } from './identifiers.ts';

const valuesOf = (event: Parameters<typeof anEvent>[0]) =>
  identifiersOf(anEvent(event)).personal.map(({ type, value }) => `${type}=${value}`);

describe('identifiersOf', () => {
  it('gives user, email and device, the most telling first', () => {
    const event = {
      type: 'identify',
      userId: 'u1',
      anonymousId: 'a1',
      traits: '{"email":"Jane@Example.com "}',
    };
    expect(valuesOf(event)).toEqual(['user_id=u1', 'email=jane@example.com', 'anonymous_id=a1']);
  });

  it('keeps user and device ids as they were sent', () => {
    expect(valuesOf({ userId: ' U1', anonymousId: 'A1 ' })).toEqual(['user_id= U1', 'anonymous_id=A1 ']);
  });

  it('gives nothing for blank ids', () => {
    expect(valuesOf({ userId: '', anonymousId: ' ' })).toEqual([]);
  });

  it.each([
    ['traits', { traits: '{"email":"t@x.io"}' }],
    ['context.traits', { context: '{"traits":{"email":"t@x.io"}}' }],
    ['properties', { properties: '{"email":"t@x.io"}' }],
  ])('reads the email of %s', (_, texts) => {
    expect(valuesOf({ userId: 'u1', anonymousId: null, ...texts })).toEqual(['user_id=u1', 'email=t@x.io']);
  });

  it('takes the first address of traits, context.traits and properties', () => {
    const properties = '{"email":"third@x.io"}';
    const context = '{"traits":{"email":"second@x.io"}}';
    const texts = { userId: 'u1', anonymousId: null, context, properties };
    expect(valuesOf({ ...texts, traits: '{"email":"first@x.io"}' })).toContain('email=first@x.io');
    expect(valuesOf({ ...texts, traits: '{"email":"n/a"}' })).toContain('email=second@x.io');
    expect(valuesOf({ ...texts, context: null })).toContain('email=third@x.io');
  });

  it.each([
    ['an email elsewhere', { properties: '{"friend":{"email":"f@x.io"}}' }],
    ['an email of the context itself', { context: '{"email":"c@x.io"}' }],
    ['an email that is no text', { traits: '{"email":["f@x.io"]}' }],
    ['an email that is no address', { traits: '{"email":"none"}' }],
    ['broken JSON', { traits: '{"email":"f@x.io"' }],
    ['no texts', { traits: null, context: null, properties: null }],
  ])('finds no email in %s', (_, texts) => {
    expect(valuesOf({ userId: 'u1', anonymousId: null, ...texts })).toEqual(['user_id=u1']);
  });

  it("takes the traits of a group call as the account's", () => {
    const event = anEvent({
      type: 'group',
      userId: 'u1',
      groupId: 'acme',
      traits: '{"email":"hello@acme.io"}',
    });
    const { personal, group } = identifiersOf(event);
    expect(personal.some(({ type }) => type === 'email')).toBe(false);
    expect(group).toEqual({ type: 'group_id', value: 'acme' });
  });

  it('has a group for group calls only', () => {
    expect(identifiersOf(anEvent({ type: 'track', groupId: 'acme' })).group).toBeUndefined();
  });

  it('takes an alias as an event of its user alone', () => {
    const event = {
      type: 'alias',
      userId: 'new',
      previousId: 'old',
      anonymousId: 'a1',
      traits: '{"email":"a@b.c"}',
    };
    expect(valuesOf(event)).toEqual(['user_id=new']);
  });

  it('knows an identifier past 500 bytes by its digest', () => {
    const [short, long, other] = ['x'.repeat(500), 'x'.repeat(501), `${'x'.repeat(500)}y`].map(
      userId => valuesOf({ userId, anonymousId: null })[0],
    );
    expect(short).toBe(`user_id=${'x'.repeat(500)}`);
    expect(long).toMatch(/^user_id=sha256:[0-9a-f]{64}$/);
    expect(other).not.toBe(long);
    expect(valuesOf({ userId: 'é'.repeat(251), anonymousId: null })[0]).toMatch(/^user_id=sha256:/);
  });
});
