import { describe, expect, it } from '@jest/globals';

import { parseBytes, parseDuration } from './quantities.ts';

describe('parseDuration', () => {
  it.each([
    ['500ms', 500],
    ['10s', 10_000],
    ['1.5m', 90_000],
    ['4 h', 14_400_000],
    ['7d', 604_800_000],
  ])('reads %s', (written, ms) => expect(parseDuration(written)).toBe(ms));

  it.each(['10', '-1s', '1w', 's', '', '99999999999999999d', '1constructor'])('refuses "%s"', written =>
    expect(parseDuration(written)).toBeUndefined(),
  );
});

describe('parseBytes', () => {
  it.each([
    ['512B', 512],
    ['64KiB', 65_536],
    ['1MB', 1_000_000],
  ])('reads %s', (written, size) => expect(parseBytes(written)).toBe(size));
});
