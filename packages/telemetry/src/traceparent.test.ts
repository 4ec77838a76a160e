import { describe, expect, it } from '@jest/globals';

import {
  adoptTraceparent,
  childTraceparent,
  formatTraceparent,
  isSampled,
  newTraceparent,
  parseTraceparent,
} from './traceparent.ts';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const spanId = '00f067aa0ba902b7';
const sampled = `00-${traceId}-${spanId}-01`;

describe('a traceparent', () => {
  it('reads what it writes', () => {
    expect(parseTraceparent(sampled)).toEqual({ traceId, spanId, sampled: true });
    expect(formatTraceparent({ traceId, spanId, sampled: true })).toBe(sampled);
    expect(formatTraceparent({ traceId, spanId, sampled: false })).toBe(`00-${traceId}-${spanId}-00`);
  });

  it('is sampled by the lowest bit of its flags alone', () => {
    expect(isSampled(`00-${traceId}-${spanId}-03`)).toBe(true);
    expect(isSampled(`00-${traceId}-${spanId}-02`)).toBe(false);
    expect(isSampled(`00-${traceId}-${spanId}-fb`)).toBe(true);
  });

  it.each([
    ['absent', undefined],
    ['empty', ''],
    ['upper case', sampled.toUpperCase()],
    ['of the forbidden version ff', `ff${sampled.slice(2)}`],
    ['a zero trace id', `00-${'0'.repeat(32)}-${spanId}-01`],
    ['a zero span id', `00-${traceId}-${'0'.repeat(16)}-01`],
    ['too long for version 00', `${sampled}-more`],
    ['followed by anything', `${sampled}x`],
  ])('is refused when %s', (_case, text) => {
    expect(parseTraceparent(text)).toBeUndefined();
  });

  it('of a later version may carry more fields', () => {
    expect(parseTraceparent(`01${sampled.slice(2)}-more`)).toEqual({ traceId, spanId, sampled: true });
  });

  it('is made new with the asked share of sampled ones', () => {
    expect(parseTraceparent(newTraceparent(0))?.sampled).toBe(false);
    expect(parseTraceparent(newTraceparent(1))?.sampled).toBe(true);
    const many = Array.from({ length: 1000 }, () => newTraceparent(0));
    expect(new Set(many).size).toBe(1000);
    expect(many.every(text => parseTraceparent(text) !== undefined)).toBe(true);
  });

  it('has children in the same trace, sampled alike', () => {
    const child = parseTraceparent(childTraceparent(sampled));
    expect(child).toMatchObject({ traceId, sampled: true });
    expect(child?.spanId).not.toBe(spanId);
  });

  it('is adopted from a request, and replaced where it is broken', () => {
    expect(adoptTraceparent(sampled, 0)).toBe(sampled);
    expect(parseTraceparent(adoptTraceparent('nonsense', 0))).toBeDefined();
    expect(parseTraceparent(adoptTraceparent(undefined, 1))?.sampled).toBe(true);
  });
});
