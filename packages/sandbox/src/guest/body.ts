import { bytesOf, bytesOfText, TextDecoder, TextEncoder, textOfBytes } from './text-coding.ts';
import { URLSearchParams } from './url.ts';

const FORM = 'application/x-www-form-urlencoded';

/** Bytes of a request or reply, held as a text with a character for each. */
export class Body {
  readonly #binary: string;
  readonly #contentType: () => string | null;
  bodyUsed = false;

  constructor(binary: string, contentType: () => string | null) {
    this.#binary = binary;
    this.#contentType = contentType;
  }

  text(): Promise<string> {
    return this.#read(utf8Text);
  }

  json(): Promise<unknown> {
    return this.#read(binary => JSON.parse(utf8Text(binary)) as unknown);
  }

  arrayBuffer(): Promise<ArrayBuffer> {
    return this.#read(binary => bytesOfText(binary).buffer as ArrayBuffer);
  }

  bytes(): Promise<Uint8Array> {
    return this.#read(bytesOfText);
  }

  /** Fields of a form-urlencoded body; they are read as those of a FormData are. */
  formData(): Promise<URLSearchParams> {
    return this.#read(binary => formFields(binary, this.#contentType()));
  }

  /** A body is read once, as the standard's is, so that a function works elsewhere as it does here. */
  async #read<Result>(read: (binary: string) => Result): Promise<Result> {
    if (this.bodyUsed) throw new TypeError('the body has been read already');
    this.bodyUsed = true;
    return await Promise.resolve(read(this.#binary));
  }
}

/** What may be given as a body, as bytes with a character each, and the type it says of itself. */
export function bodyOf(init: unknown): { readonly binary: string; readonly contentType?: string } {
  if (init === undefined || init === null) return { binary: '' };
  if (typeof init === 'string') return { binary: utf8Binary(init), contentType: 'text/plain;charset=UTF-8' };
  if (init instanceof URLSearchParams)
    return { binary: utf8Binary(init.toString()), contentType: `${FORM};charset=UTF-8` };
  if (init instanceof ArrayBuffer || ArrayBuffer.isView(init)) return { binary: textOfBytes(bytesOf(init)) };
  throw new TypeError('a body must be a text, URLSearchParams or bytes; use JSON.stringify for an object');
}

/** Fields of a form-urlencoded body; throws TypeError where its type is another. */
export function formFields(binary: string, contentType: string | null): URLSearchParams {
  if (!(contentType ?? '').toLowerCase().startsWith(FORM))
    throw new TypeError(`formData() takes a body of type ${FORM}`);
  return new URLSearchParams(utf8Text(binary));
}

/** The text of a body in UTF-8. */
export function utf8Text(binary: string): string {
  return isAscii(binary) ? binary : new TextDecoder().decode(bytesOfText(binary));
}

function utf8Binary(text: string): string {
  return isAscii(text) ? text : textOfBytes(new TextEncoder().encode(text));
}

function isAscii(text: string): boolean {
  return !/[^\0-\x7f]/.test(text);
}
