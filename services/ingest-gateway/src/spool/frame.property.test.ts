import { describe, expect, it } from '@jest/globals';
import type { ProducerRecord } from '@millrace/kafka';
import fc from 'fast-check';

import { encodeFrames, findFrame, MAX_FRAME_BYTES, readFrames, spooledBytes } from './frame.ts';
import type { KeptRecords } from './record-codec.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 40 });
const record = fc
  .record({
    topic: text,
    key: text,
    value: fc.option(fc.uint8Array({ maxLength: 300 })),
    headers: fc.dictionary(text, text, { noNullPrototype: true }),
    timestamp: fc.nat(),
  })
  .map(({ value, headers, ...rest }): ProducerRecord => {
    const base = { ...rest, value: value === null ? null : Buffer.from(value) };
    return Object.keys(headers).length === 0 ? base : { ...base, headers };
  });
const call = fc.record({ keptAt: fc.nat(), records: fc.array(record, { minLength: 1, maxLength: 5 }) });

const framesOf = (calls: readonly KeptRecords[]): Buffer => Buffer.concat(calls.flatMap(encodeFrames));

describe('frames', () => {
  it('give back what was put in, in order, and take as many bytes as was said', () => {
    fc.assert(
      fc.property(fc.array(call, { maxLength: 5 }), calls => {
        const bytes = framesOf(calls);
        expect(readFrames(bytes)).toEqual({ frames: calls, length: bytes.length });
        expect(bytes.length).toBe(calls.reduce((total, { records }) => total + spooledBytes(records), 0));
      }),
    );
  });

  it('end before a torn one', () => {
    fc.assert(
      fc.property(fc.array(call, { minLength: 1, maxLength: 4 }), fc.nat(), (calls, cut) => {
        const whole = framesOf(calls.slice(0, -1));
        const bytes = framesOf(calls);
        const torn = bytes.subarray(0, whole.length + (cut % (bytes.length - whole.length)));
        expect(readFrames(torn)).toEqual({ frames: calls.slice(0, -1), length: whole.length });
      }),
    );
  });

  it('are not believed where a byte was changed, and found again behind it', () => {
    fc.assert(
      fc.property(call, call, fc.nat(), fc.integer({ min: 1, max: 255 }), (damaged, whole, at, change) => {
        const first = framesOf([damaged]);
        const bytes = Buffer.concat([first, framesOf([whole])]);
        const index = at % first.length;
        bytes[index] = (bytes[index] ?? 0) ^ change;
        expect(readFrames(bytes).length).toBe(0);
        expect(findFrame(bytes)).toBe(first.length);
      }),
    );
  });

  it('are several for one call of many records, each below the bound', () => {
    const records = Array.from({ length: 30 }, (_, index): ProducerRecord => {
      return { topic: 't', key: `${index}`, value: Buffer.alloc(100_000, index), timestamp: index };
    });
    const frames = encodeFrames({ keptAt: 1, records });
    expect(frames.length).toBeGreaterThan(3);
    expect(Math.max(...frames.map(({ length }) => length))).toBeLessThan(MAX_FRAME_BYTES);
    const read = readFrames(Buffer.concat(frames)).frames.flatMap(frame => frame.records);
    expect(read.map(({ key }) => key)).toEqual(records.map(({ key }) => key));
  });
});
