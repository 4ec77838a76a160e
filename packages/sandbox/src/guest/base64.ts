import { bytesOfText, textOfBytes } from './text-coding.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const valueOf = new Map(Array.from(ALPHABET, (character, value) => [character, value]));

/** Base64 of a text of characters up to U+00FF, a byte each. */
export function btoa(text: unknown): string {
  const binary = String(text);
  if (/[^\0-\xff]/.test(binary)) throw new RangeError('btoa takes characters up to U+00FF');
  return encodeBase64(bytesOfText(binary));
}

/** Opposite of `btoa`. */
export function atob(base64: unknown): string {
  const compact = String(base64).replace(/[\t\n\f\r ]+/g, '');
  const bare = compact.length % 4 === 0 ? compact.replace(/={1,2}$/, '') : compact;
  if (/[^A-Za-z0-9+/]/.test(bare) || bare.length % 4 === 1)
    throw new RangeError('the text is not valid base64');
  return textOfBytes(decodeBase64(bare));
}

/** Bytes in base64. */
export function encodeBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [first = 0, second = 0, third = 0] = bytes.subarray(at, at + 3);
    const value = (first << 16) | (second << 8) | third;
    text += [18, 12, 6, 0].map(shift => ALPHABET.charAt((value >> shift) & 63)).join('');
  }
  const missing = (3 - (bytes.length % 3)) % 3;
  return missing === 0 ? text : text.slice(0, -missing) + '='.repeat(missing);
}

function decodeBase64(bare: string): Uint8Array {
  const bytes = new Uint8Array(Math.floor((bare.length * 3) / 4));
  let end = 0;
  let held = 0;
  let bits = 0;
  for (const character of bare) {
    held = ((held << 6) | (valueOf.get(character) ?? 0)) & 0xffffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[end++] = (held >> bits) & 0xff;
  }
  return bytes;
}
