import { describe, expect, it } from '@jest/globals';

import { eventLine, tailedEvent } from './event-line.ts';

const received = '2026-01-01T09:08:07.006Z';
const local = new Date(received);
const hour = String(local.getHours()).padStart(2, '0');

const line = (fields: object, look = { isColored: false, width: undefined as number | undefined }) =>
  eventLine(
    tailedEvent.parse({ status: 'allowed', type: 'track', receivedAt: received, original: {}, ...fields }),
    look,
  );

describe('the line of an event', () => {
  it('says when, what, whose and with which properties', () => {
    const fields = { event: 'Order Completed', userId: 'ada', original: { properties: { total: 12 } } };
    expect(line(fields)).toBe(`${hour}:08:07.006 ✓ track    Order Completed          user ada {"total":12}`);
  });

  it('has the traits of an identify call, and the name of a page', () => {
    expect(line({ type: 'identify', anonymousId: 'd1', original: { traits: { plan: 'pro' } } })).toContain(
      'anonymous d1 {"plan":"pro"}',
    );
    expect(line({ type: 'page', name: 'Pricing' })).toContain('page     Pricing');
  });

  it('says why a blocked event did not get in', () => {
    const blocked = { status: 'blocked', reason: 'no_user_anon_id', detail: 'Say who.' };
    expect(line({ ...blocked, stage: 'ingest' })).toMatch(/✗ track .*failed: no_user_anon_id – Say who\.$/);
    expect(line({ ...blocked, stage: 'protocols' })).toMatch(/⊘ track .*blocked: no_user_anon_id/);
  });

  it('says it where a terminal of 80 columns shows it, and what it can of the rest where there are fewer', () => {
    const blocked = {
      status: 'blocked',
      stage: 'ingest',
      reason: 'event_not_defined',
      event: 'Order Completed With A Long Name',
      anonymousId: '7f3c6b1e-5d52-4a9b-8a0c-0b1d5a1f2c3d',
    };
    expect(line(blocked, { isColored: false, width: 80 })).toMatch(
      /Order Completed With A …  ?failed: event_not_defined anon/,
    );
    const shown = { event: 'Order Completed', userId: 'ada', original: { properties: { total: 12 } } };
    expect(line(shown, { isColored: false, width: 45 })).toBe(
      `${hour}:08:07.006 ✓ track    Order Comple… user ad`,
    );
  });

  it('never has more columns than the terminal', () => {
    const long = {
      event: 'x'.repeat(50),
      userId: 'y'.repeat(50),
      original: { properties: { z: 'z'.repeat(99) } },
    };
    for (const width of [10, 40, 90, 120])
      expect(line(long, { isColored: false, width })).toHaveLength(width);
  });

  it('gives a terminal nothing to obey', () => {
    const hostile = 'a\u001b[2Jb\u0007c\nd\u202ee\u009b31m';
    const shown = line({ event: hostile, userId: hostile, original: { properties: { [hostile]: hostile } } });
    expect(shown).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(shown).toContain('a·[2Jb·c·d·e·31m');
  });

  it('is coloured where a person looks', () => {
    expect(line({}, { isColored: true, width: undefined })).toContain('\u001b[32m✓\u001b[39m');
  });
});
