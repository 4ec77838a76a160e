import { describe, expect, it } from '@jest/globals';

import { parseTimestamp } from './timestamps.ts';

describe('parseTimestamp', () => {
  it.each([
    ['2012-12-02T00:30:08.276Z', '2012-12-02T00:30:08.276Z'],
    ['2015-2-02T00:30:08.276Z', '2015-02-02T00:30:08.276Z'],
    ['2015-12-31T23:59:60Z', '2016-01-01T00:00:00.000Z'],
    ['2016-02-29T12:00:00.000Z', '2016-02-29T12:00:00.000Z'],
    ['2020-01-01', '2020-01-01T00:00:00.000Z'],
    ['2020-01-01 10:20', '2020-01-01T10:20:00.000Z'],
    ['2020-01-01T10:20:30', '2020-01-01T10:20:30.000Z'],
    ['2020-01-01T10:20:30.1Z', '2020-01-01T10:20:30.100Z'],
    ['2020-01-01T10:20:30,123456789Z', '2020-01-01T10:20:30.123Z'],
    ['2020-01-01T10:20:30.999999+02:00', '2020-01-01T08:20:30.999Z'],
    ['2020-01-01T10:20:30-0330', '2020-01-01T13:50:30.000Z'],
    ['2020-01-01T10:20:30 +05', '2020-01-01T05:20:30.000Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
    ['1969-12-31T23:59:59.999Z', '1969-12-31T23:59:59.999Z'],
  ])('reads %s', (text, expected) => {
    expect(new Date(parseTimestamp(text) ?? Number.NaN).toISOString()).toBe(expected);
  });

  it.each([
    '',
    'yesterday',
    '2020',
    '2020-13-01',
    '2020-02-30',
    '2019-02-29T00:00:00.000Z',
    '2020-00-10',
    '2020-01-00',
    '2020-01-01T25:00:00Z',
    '2020-01-01T10:60:00Z',
    '2020-01-01T10:20:3xZ',
    '2020-01-01T10:20:30.12xZ',
    '1577836800000',
  ])('does not guess at %p', text => expect(parseTimestamp(text)).toBeUndefined());

  it('takes numbers for epoch milliseconds', () => {
    expect(parseTimestamp(1_577_836_800_000.7)).toBe(1_577_836_800_000);
    expect(parseTimestamp(-1)).toBe(-1);
  });

  it.each([[null], [undefined], [true], [{}], [[]], [1e300], [Number.NaN]])('reads nothing in %p', value => {
    expect(parseTimestamp(value)).toBeUndefined();
  });
});
