import { createHash, createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';

import { bundleGuest, guestFile } from '../../tools/bundle-guest.ts';
import { atob, btoa } from './base64.ts';
import { createCrypto } from './crypto.ts';
import { Headers } from './headers.ts';
import { createRandom } from './random.ts';
import { structuredClone } from './structured-clone.ts';
import { bytesOfText, TextDecoder, TextEncoder, textOfBytes } from './text-coding.ts';

describe('the bundle', () => {
  it('is the one the sources make; if not, run node packages/sandbox/tools/build-guest.ts', async () => {
    expect(readFileSync(guestFile, 'utf8')).toBe(await bundleGuest());
  });

  it('is strict from its first line, as sloppy functions show who called them', () => {
    expect(readFileSync(guestFile, 'utf8')).toMatch(/^"use strict";/);
  });
});

describe('UTF-8', () => {
  it.each(['', 'a', 'ü', '€', '😀', '\ud800', 'a\0b', '\uffff', '\u{10ffff}'])(
    'of %j is what the platform makes',
    text => {
      expect([...new TextEncoder().encode(text)]).toEqual([...Buffer.from(text, 'utf8')]);
    },
  );

  it.each([
    [[0xff]],
    [[0xc3]],
    [[0xe2, 0x82]],
    [[0xed, 0xa0, 0x80]],
    [[0xf4, 0x90, 0x80, 0x80]],
    [[0xc0, 0x80]],
    [[0xe0, 0x80, 0x80]],
    [[0xf0, 0x9f, 0x98]],
    [[0xf0, 0x9f, 0x41]],
    [[0xef, 0xbb, 0xbf, 0x41]],
    [[0x80, 0x41, 0xe2, 0x28, 0xa1]],
  ])('of bytes that are none is read as the platform reads it: %j', bytes => {
    const view = Uint8Array.from(bytes);
    expect(new TextDecoder().decode(view)).toBe(new globalThis.TextDecoder().decode(view));
  });

  it('of a long text survives both ways', () => {
    const text = 'aü€😀'.repeat(20_000);
    expect(new TextDecoder().decode(new TextEncoder().encode(text))).toBe(text);
  });

  it('may be refused where it is none', () => {
    expect(() => new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.of(0xff))).toThrow(TypeError);
  });
});

describe('base64', () => {
  it.each(['', 'a', 'ab', 'abc', 'abcd', '\0\xff\x80'])('of %j is what the platform makes', text => {
    expect(btoa(text)).toBe(globalThis.btoa(text));
    expect(atob(btoa(text))).toBe(text);
  });

  it.each(['a', 'ab=c', 'a*bc', '====', 'abcde'])('refuses %j', text => {
    expect(() => atob(text)).toThrow(RangeError);
  });

  it('takes bytes there and back', () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, at) => at);
    expect(bytesOfText(textOfBytes(bytes))).toEqual(bytes);
  });
});

describe('crypto', () => {
  type Hash = { update(input: unknown, encoding?: string): Hash; digest(encoding?: string): string };
  const crypto = createCrypto(createRandom('00'.repeat(32))) as {
    createHash(algorithm: string): Hash;
    createHmac(algorithm: string, key: unknown): Hash;
    timingSafeEqual(left: unknown, right: unknown): boolean;
    randomUUID(): string;
  };
  const inputs = ['', 'abc', 'ü€😀', 'x'.repeat(1_000)];

  it.each(['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'SHA-256'])(
    '%s is what Node makes',
    algorithm => {
      for (const input of inputs)
        for (const encoding of ['hex', 'base64', 'base64url'] as const) {
          expect(crypto.createHash(algorithm).update(input).digest(encoding)).toBe(
            createHash(algorithm).update(input).digest(encoding),
          );
          expect(crypto.createHmac(algorithm, 'key').update(input).digest(encoding)).toBe(
            createHmac(algorithm, 'key').update(input).digest(encoding),
          );
        }
    },
  );

  it('compares bytes of the same length', () => {
    const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
    expect(crypto.timingSafeEqual(bytes('abc'), bytes('abc'))).toBe(true);
    expect(crypto.timingSafeEqual(bytes('abc'), bytes('abd'))).toBe(false);
    expect(() => crypto.timingSafeEqual(bytes('abc'), bytes('ab'))).toThrow(RangeError);
  });

  it('makes ids that differ', () => {
    const ids = Array.from({ length: 100 }, () => crypto.randomUUID());
    expect(new Set(ids).size).toBe(100);
    for (const id of ids)
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('says which algorithms there are', () => {
    expect(() => crypto.createHash('constructor')).toThrow('there are md5, sha1');
  });
});

describe('Headers', () => {
  it('join what comes twice, know no case, and go in order', () => {
    const headers = new Headers([
      ['B', '1'],
      ['a', ' 2 '],
      ['b', '3'],
      ['Set-Cookie', 'x'],
      ['set-cookie', 'y'],
    ]);
    expect([...headers]).toEqual([
      ['a', '2'],
      ['b', '1, 3'],
      ['set-cookie', 'x'],
      ['set-cookie', 'y'],
    ]);
    expect([headers.get('B'), headers.get('c'), headers.has('A')]).toEqual(['1, 3', null, true]);
  });

  it.each([
    ['a b', '1'],
    ['a', 'b\r\nc: d'],
    ['', 'a'],
    ['a', '€'],
  ])('refuse %j: %j', (name, value) => {
    expect(() => new Headers({ [name]: value })).toThrow(TypeError);
  });
});

describe('structuredClone', () => {
  it('copies what refers to itself, and what JSON has no word for', () => {
    const value = {
      date: new Date(5),
      map: new Map([[1, new Set([2])]]),
      bytes: Uint8Array.of(1, 2),
      none: undefined,
      list: [1, , 3],
    };
    const round = { ...value, self: undefined as unknown };
    round.self = round;
    const copy = structuredClone(round);
    expect(copy).toEqual(round);
    expect(copy.self).toBe(copy);
    expect(copy.map).not.toBe(round.map);
  });

  it.each([[() => 1], [Symbol('a')], [Promise.resolve()]])('refuses what cannot be copied: %p', value => {
    expect(() => structuredClone(value)).toThrow(TypeError);
  });

  it('takes __proto__ for a name like any other', () => {
    const copy = structuredClone(JSON.parse('{"__proto__":{"a":1}}') as object);
    expect([Object.hasOwn(copy, '__proto__'), Reflect.get(copy, 'a')]).toEqual([true, undefined]);
  });
});
