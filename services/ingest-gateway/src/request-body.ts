import { isUtf8 } from 'node:buffer';
import type { IncomingMessage, ServerResponse } from 'node:http';

import { decodeContent } from '@millrace/intake';

import type { Share } from './in-flight.ts';
import type { ReplyName } from './replies.ts';

/** A request's body as text, or why there is none; `gone` when nobody is left to answer. */
export type Body =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'refused'; readonly reply: ReplyName }
  | { readonly kind: 'gone' };

const BYTE_ORDER_MARK = 0xfeff;

/** Reads a body of at most `maxBytes`, before and after inflating, under any content type. Never rejects. */
export async function readBody(
  request: IncomingMessage,
  response: ServerResponse,
  { maxBytes, share }: { readonly maxBytes: number; readonly share: Share },
): Promise<Body> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return refused('tooLarge');
  if (request.headers.expect !== undefined) response.writeContinue();
  const raw = await collect(request, maxBytes, share);
  if (raw === 'gone') return { kind: 'gone' };
  if (typeof raw === 'string') return refused(raw);
  const plain = decodeContent(raw, request.headers['content-encoding'], maxBytes);
  if (typeof plain === 'string') return refused(plain);
  if (plain !== raw && !share.grow(plain.length - raw.length)) return refused('overloaded');
  if (!isUtf8(plain)) return refused('invalidUtf8');
  const text = plain.toString();
  return { kind: 'text', text: text.charCodeAt(0) === BYTE_ORDER_MARK ? text.slice(1) : text };
}

function refused(reply: ReplyName): Body {
  return { kind: 'refused', reply };
}

function collect(
  request: IncomingMessage,
  maxBytes: number,
  share: Share,
): Promise<Buffer | 'tooLarge' | 'overloaded' | 'gone'> {
  return new Promise(resolve => {
    const chunks: Buffer[] = [];
    let length = 0;
    share.arriving(() => resolve('overloaded'));
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > maxBytes) resolve('tooLarge');
      else if (!share.grow(chunk.length)) resolve('overloaded');
      else chunks.push(chunk);
    });
    request.on('end', () => {
      share.arrived();
      const [first] = chunks;
      resolve(chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks, length));
    });
    // After 'end' these change nothing.
    request.on('error', () => resolve('gone'));
    request.on('close', () => resolve('gone'));
  });
}
