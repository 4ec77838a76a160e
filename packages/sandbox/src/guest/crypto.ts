import { hmac } from '@noble/hashes/hmac.js';
import { md5, sha1 } from '@noble/hashes/legacy.js';
import { sha224, sha256, sha384, sha512 } from '@noble/hashes/sha2.js';

import { atob, encodeBase64 } from './base64.ts';
import { fromHex, toHex } from './hex.ts';
import type { Random } from './random.ts';
import { bytesOf, bytesOfText, TextEncoder } from './text-coding.ts';

const algorithms = { md5, sha1, sha224, sha256, sha384, sha512 };

type Encoding = 'hex' | 'base64' | 'base64url' | 'utf8' | 'utf-8' | 'latin1' | 'binary';
type Running = { update(bytes: Uint8Array): unknown; digest(): Uint8Array };

/** A hash or an HMAC under way, as Node's module has them; a digest without an encoding is a Uint8Array. */
class Digest {
  readonly #running: Running;

  constructor(running: Running) {
    this.#running = running;
  }

  update(input: unknown, encoding?: Encoding): this {
    this.#running.update(inputBytes(input, encoding));
    return this;
  }

  digest(encoding?: 'hex' | 'base64' | 'base64url'): string | Uint8Array {
    const bytes = this.#running.digest();
    return encoding === undefined ? bytes : encoded(bytes, encoding);
  }
}

/** What of Node's crypto module functions use to check and make signatures and ids. */
export function createCrypto(random: Random): Readonly<Record<string, unknown>> {
  return {
    createHash: (algorithm: unknown) => new Digest(algorithmOf(algorithm).create()),
    createHmac: (algorithm: unknown, key: unknown) =>
      new Digest(hmac.create(algorithmOf(algorithm), inputBytes(key))),
    timingSafeEqual,
    randomBytes: (size: unknown) => random(Number(size)),
    getRandomValues<View extends ArrayBufferView>(view: View): View {
      const bytes = bytesOf(view);
      bytes.set(random(bytes.length));
      return view;
    },
    randomUUID: () => uuidOf(random(16)),
  };
}

function algorithmOf(name: unknown): typeof sha256 {
  const key = String(name).toLowerCase().replace('-', '');
  if (!Object.hasOwn(algorithms, key))
    throw new TypeError(`${String(name)} is not supported; there are ${Object.keys(algorithms).join(', ')}`);
  return algorithms[key as keyof typeof algorithms] as typeof sha256;
}

/** Compares all bytes whatever they are; lengths must be the same. */
function timingSafeEqual(left: unknown, right: unknown): boolean {
  const first = bytesOf(left);
  const second = bytesOf(right);
  if (first.length !== second.length) throw new RangeError('timingSafeEqual takes inputs of the same length');
  let difference = 0;
  for (let at = 0; at < first.length; at++) difference |= (first[at] ?? 0) ^ (second[at] ?? 0);
  return difference === 0;
}

function inputBytes(input: unknown, encoding: Encoding = 'utf8'): Uint8Array {
  if (typeof input !== 'string') return bytesOf(input);
  switch (encoding) {
    case 'hex':
      return fromHex(input);
    case 'base64':
    case 'base64url':
      return bytesOfText(atob(input.replaceAll('-', '+').replaceAll('_', '/')));
    case 'latin1':
    case 'binary':
      return bytesOfText(input);
    case 'utf8':
    case 'utf-8':
      return new TextEncoder().encode(input);
    default:
      throw new TypeError(`${String(encoding)} is not an encoding of text`);
  }
}

function encoded(bytes: Uint8Array, encoding: 'hex' | 'base64' | 'base64url'): string {
  switch (encoding) {
    case 'hex':
      return toHex(bytes);
    case 'base64':
      return encodeBase64(bytes);
    case 'base64url':
      return encodeBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
    default:
      throw new TypeError(
        `${String(encoding)} is not an encoding of a digest; there are hex, base64 and base64url`,
      );
  }
}

function uuidOf(bytes: Uint8Array): string {
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = toHex(bytes);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
