import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { brotliDecompress, unzip } from 'node:zlib';

/** A body as its sender meant it. */
export type DecodedBody =
  | { readonly kind: 'decoded'; readonly body: Uint8Array; readonly wasEncoded: boolean }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'malformed' };

const decoders = {
  gzip: promisify<Buffer, { maxOutputLength: number }, Buffer>(unzip),
  'x-gzip': promisify<Buffer, { maxOutputLength: number }, Buffer>(unzip),
  deflate: promisify<Buffer, { maxOutputLength: number }, Buffer>(unzip),
  br: promisify<Buffer, { maxOutputLength: number }, Buffer>(brotliDecompress),
};

/** All of a body, or undefined where it has more than `maxBytes`; the rest is then not taken. */
export async function readBody(body: Readable, maxBytes: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    // Leaving the loop destroys the stream, and with it the connection.
    if (bytes > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Inflates a body up to `maxBytes`. */
export async function decodedBody(
  body: Buffer,
  encoding: string | string[] | undefined,
  maxBytes: number,
): Promise<DecodedBody> {
  const name = String(encoding ?? 'identity')
    .trim()
    .toLowerCase();
  if (name === 'identity' || body.length === 0) return { kind: 'decoded', body, wasEncoded: false };
  if (!Object.hasOwn(decoders, name)) return { kind: 'malformed' };
  try {
    const decoded = await decoders[name as keyof typeof decoders](body, { maxOutputLength: maxBytes });
    return { kind: 'decoded', body: decoded, wasEncoded: true };
  } catch (error) {
    return {
      kind: Reflect.get(error as object, 'code') === 'ERR_BUFFER_TOO_LARGE' ? 'too-large' : 'malformed',
    };
  }
}
