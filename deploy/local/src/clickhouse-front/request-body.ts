import type { IncomingMessage } from 'node:http';
import type { Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from 'node:zlib';
import { refusal } from './clickhouse-error.ts';

const DECODERS: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
  zstd: createZstdDecompress,
};

/** The whole body, unpacked. @throws ClickhouseError when it is too large or not what its encoding says. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of unpacked(request)) {
    bytes += piece.length;
    if (bytes > maxBytes) throw refusal('tooLarge', `The body is larger than ${maxBytes} bytes.`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces, bytes);
}

async function* unpacked(request: IncomingMessage): AsyncGenerator<Buffer> {
  const encoding = request.headers['content-encoding'] ?? 'identity';
  // The connection stays, so that a refusal can be answered.
  if (encoding === 'identity') return yield* request.iterator({ destroyOnReturn: false });
  const create = DECODERS[encoding];
  if (create === undefined) throw refusal('notImplemented', `Content-Encoding ${encoding} is not supported.`);
  const decoder = create();
  request.on('error', error => decoder.destroy(error)).pipe(decoder);
  try {
    yield* decoder;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw refusal('cannotParse', `The body is not valid ${encoding}: ${reason}.`);
  }
}
