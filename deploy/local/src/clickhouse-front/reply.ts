import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip, createZstdCompress } from 'node:zlib';
import type { Answer } from './answer.ts';
import { errorText, httpStatusOf, lateErrorBlock, toClickhouseError } from './clickhouse-error.ts';
import { contentTypeOf } from './formats.ts';

type Exchange = Readonly<{ request: IncomingMessage; response: ServerResponse; url: URL }>;

/** Sends an answer as fast as the client takes it. */
export async function reply(
  { request, response, url }: Exchange,
  answer: Answer,
  elapsedMs: number,
): Promise<void> {
  const tag = randomBytes(8).toString('hex');
  response.setHeader('Content-Type', contentTypeOf(answer.format));
  response.setHeader('X-ClickHouse-Format', answer.format);
  response.setHeader('X-ClickHouse-Exception-Tag', tag);
  response.setHeader('X-ClickHouse-Summary', summary(answer, elapsedMs));
  const encoding = chooseEncoding(url, request.headers['accept-encoding']);
  if (encoding !== undefined) response.setHeader('Content-Encoding', encoding);
  const pieces = Readable.from(withLateError(answer.pieces, tag), { objectMode: false, highWaterMark: 1 });
  await (encoding ? pipeline(pieces, createEncoder(encoding), response) : pipeline(pieces, response));
}

/** Sends an error in the place of an answer. */
export function replyError(response: ServerResponse, thrown: unknown): void {
  const error = toClickhouseError(thrown);
  response.statusCode = httpStatusOf(error);
  response.setHeader('Content-Type', 'text/plain; charset=UTF-8');
  response.setHeader('X-ClickHouse-Exception-Code', String(error.code));
  response.end(`${errorText(error)}\n`);
}

async function* withLateError(pieces: Answer['pieces'], tag: string): AsyncGenerator<Uint8Array> {
  try {
    yield* pieces;
  } catch (error) {
    yield lateErrorBlock(toClickhouseError(error), tag);
  }
}

type Encoding = 'zstd' | 'gzip';

/** As a server does it: only when the request's settings ask for it and the client says what it reads. */
function chooseEncoding(url: URL, accepted: string | readonly string[] | undefined): Encoding | undefined {
  if (url.searchParams.get('enable_http_compression') !== '1') return undefined;
  return (['zstd', 'gzip'] as const).find(name => String(accepted).includes(name));
}

function createEncoder(encoding: Encoding): Transform {
  return encoding === 'gzip' ? createGzip({ level: 1 }) : createZstdCompress();
}

function summary({ writtenRows, writtenBytes }: Answer, elapsedMs: number): string {
  return JSON.stringify({
    read_rows: '0',
    read_bytes: '0',
    written_rows: String(writtenRows),
    written_bytes: String(writtenBytes),
    total_rows_to_read: '0',
    result_rows: String(writtenRows),
    result_bytes: String(writtenBytes),
    elapsed_ns: String(Math.round(elapsedMs * 1e6)),
  });
}
