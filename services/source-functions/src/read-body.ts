import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';

import { decodeContent } from '@millrace/intake';

/** A request's body as text, without its Content-Encoding, or why there is none; `gone` when nobody is left to answer. */
export type Body =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'refused';
      readonly reply: 'tooLarge' | 'invalidUtf8' | 'invalidEncoding' | 'unknownEncoding';
    }
  | { readonly kind: 'gone' };

/** How much more than it may have a request may send until it is cut off: up to there, its sender gets to see the reply. */
const MAX_DISCARDED_BYTES = 4 * 1024 * 1024;

/** Reads a body of at most `maxBytes`, compressed or not. What comes beyond is thrown away. Never rejects. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Body> {
  const { 'content-encoding': encoding, 'content-length': length } = request.headers;
  const isTooLong = Number(length ?? 0) > maxBytes + MAX_DISCARDED_BYTES;
  const bytes = isTooLong ? 'too-large' : await collect(request, maxBytes);
  if (bytes === 'gone') return { kind: 'gone' };
  if (bytes === 'too-large') return { kind: 'refused', reply: 'tooLarge' };
  const plain = decodeContent(bytes, encoding, maxBytes);
  if (typeof plain === 'string') return { kind: 'refused', reply: plain };
  return isUtf8(plain) ? { kind: 'text', text: plain.toString() } : { kind: 'refused', reply: 'invalidUtf8' };
}

function collect(request: IncomingMessage, maxBytes: number): Promise<Buffer | 'too-large' | 'gone'> {
  return new Promise(resolve => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= maxBytes) chunks.push(chunk);
      else chunks.length = 0;
      if (length > maxBytes + MAX_DISCARDED_BYTES) resolve('too-large');
    });
    request.on('end', () => resolve(length > maxBytes ? 'too-large' : Buffer.concat(chunks)));
    // After 'end' these change nothing.
    request.on('error', () => resolve('gone'));
    request.on('close', () => resolve('gone'));
  });
}
