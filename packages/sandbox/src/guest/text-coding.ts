const REPLACEMENT = 0xfffd;
const CHUNK = 8192;

/** Bytes of a text in UTF-8. */
export class TextEncoder {
  readonly encoding = 'utf-8';

  encode(text: unknown = ''): Uint8Array {
    const wellFormed = String(text).toWellFormed();
    const bytes = new Uint8Array(wellFormed.length * 3);
    let end = 0;
    for (let at = 0; at < wellFormed.length; at++) {
      const code = wellFormed.codePointAt(at) ?? 0;
      if (code > 0xffff) at++;
      if (code < 0x80) bytes[end++] = code;
      else if (code < 0x800) {
        bytes[end++] = 0xc0 | (code >> 6);
        bytes[end++] = 0x80 | (code & 0x3f);
      } else if (code < 0x10000) {
        bytes[end++] = 0xe0 | (code >> 12);
        bytes[end++] = 0x80 | ((code >> 6) & 0x3f);
        bytes[end++] = 0x80 | (code & 0x3f);
      } else {
        bytes[end++] = 0xf0 | (code >> 18);
        bytes[end++] = 0x80 | ((code >> 12) & 0x3f);
        bytes[end++] = 0x80 | ((code >> 6) & 0x3f);
        bytes[end++] = 0x80 | (code & 0x3f);
      }
    }
    return bytes.slice(0, end);
  }
}

/** Text of bytes in UTF-8, the only encoding here. */
export class TextDecoder {
  readonly encoding = 'utf-8';
  readonly fatal: boolean;
  readonly ignoreBOM: boolean;

  constructor(label: unknown = 'utf-8', options: { fatal?: boolean; ignoreBOM?: boolean } = {}) {
    if (!/^\s*utf-?8\s*$/i.test(String(label))) throw new RangeError('only the encoding utf-8 is supported');
    this.fatal = Boolean(options.fatal);
    this.ignoreBOM = Boolean(options.ignoreBOM);
  }

  decode(input?: ArrayBuffer | ArrayBufferView): string {
    if (input === undefined) return '';
    const bytes = bytesOf(input);
    const start = !this.ignoreBOM && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
    return decodeUtf8(bytes, start, this.fatal);
  }
}

/** The bytes behind a buffer or a view of one, not copied. Throws TypeError for anything else. */
export function bytesOf(input: unknown): Uint8Array {
  if (input instanceof Uint8Array) return input;
  if (input instanceof ArrayBuffer) return new Uint8Array(input);
  if (ArrayBuffer.isView(input)) return new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
  throw new TypeError('expected an ArrayBuffer or a typed array');
}

/** Bytes as a text with a character for each: how they cross. */
export function textOfBytes(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += CHUNK)
    text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return text;
}

/** Opposite of `textOfBytes`. */
export function bytesOfText(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
  return bytes;
}

/** As the Encoding standard decodes: each longest part of a sequence that cannot go on is one replacement character. */
function decodeUtf8(bytes: Uint8Array, start: number, isFatal: boolean): string {
  let text = '';
  let units: number[] = [];
  const put = (code: number): void => {
    if (code > 0xffff) units.push(0xd800 + ((code - 0x10000) >> 10), 0xdc00 + ((code - 0x10000) & 0x3ff));
    else units.push(code);
    if (units.length < CHUNK) return;
    text += String.fromCharCode(...units);
    units = [];
  };
  for (let at = start; at < bytes.length;) {
    const { code, length } = nextCode(bytes, at);
    if (code < 0 && isFatal) throw new TypeError('the bytes are not valid utf-8');
    put(code < 0 ? REPLACEMENT : code);
    at += length;
  }
  return text + String.fromCharCode(...units);
}

/** The code at a place and how many bytes it takes; a negative code where the bytes are none. */
function nextCode(bytes: Uint8Array, at: number): { readonly code: number; readonly length: number } {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return { code: first, length: 1 };
  const more =
    first >= 0xc2 && first <= 0xdf
      ? 1
      : first >= 0xe0 && first <= 0xef
        ? 2
        : first >= 0xf0 && first <= 0xf4
          ? 3
          : 0;
  if (more === 0) return { code: -1, length: 1 };
  let code = first & (0x3f >> more);
  for (let step = 1; step <= more; step++) {
    const byte = bytes[at + step];
    if (byte === undefined || !continues(first, step, byte)) return { code: -1, length: step };
    code = (code << 6) | (byte & 0x3f);
  }
  return { code, length: more + 1 };
}

/** No overlong forms, no surrogates, nothing past U+10FFFF. */
function continues(first: number, step: number, byte: number): boolean {
  const lowest = step > 1 ? 0x80 : first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const highest = step > 1 ? 0xbf : first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  return byte >= lowest && byte <= highest;
}
