import { describe, expect, it } from '@jest/globals';
import { compareChecksums, formatChecksums, parseChecksums } from './checksums.ts';

const A = 'a'.repeat(64);
const B = 'b'.repeat(64);

describe('checksums', () => {
  it('reads what it writes, in the form of sha256sum', () => {
    const text = `${A}  one.jar\n${B}  two.jar\n`;
    expect(formatChecksums(parseChecksums(text))).toBe(text);
  });

  it.each([['one.jar'], [`${A} one.jar`], [`${A}  ../one.jar`], ['abc  one.jar']])(
    'refuses the line "%s"',
    line => {
      expect(() => parseChecksums(line)).toThrow('not a checksum line');
    },
  );

  it('accepts exactly the pinned files', () => {
    const pinned = new Map([['one.jar', A]]);
    expect(compareChecksums(pinned, new Map([['one.jar', A]]))).toEqual([]);
  });

  it('names a missing, an unexpected and a changed file', () => {
    const pinned = new Map([
      ['gone.jar', A],
      ['changed.jar', A],
    ]);
    const found = new Map([
      ['changed.jar', B],
      ['new.jar', B],
    ]);
    expect(compareChecksums(pinned, found)).toEqual([
      'gone.jar is missing',
      'new.jar is not pinned',
      'changed.jar has another SHA-256 than the pinned one',
    ]);
  });
});
