import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';

import { parseExactly, type ExactObject } from '../exact-json.ts';

const CASES = join(import.meta.dirname, 'cases');

/** A request as a library of some language sends it, and what must become of it. */
export type WireCase = {
  readonly name: string;
  readonly library: string;
  /** What is particular about this library's requests. */
  readonly shows: string;
  /** The type of the source it sends to. */
  readonly source: string;
  readonly sender: 'device' | 'server';
  /** The answer's status. */
  readonly status: number;
  /** Columns of the archive, in the order of the events; `{{run}}` stands for a word of its own. */
  readonly archived: readonly ExactObject[];
};

/** A request of a case with everything filled in. */
export type WireRequest = {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Compressed, where the headers say so. */
  readonly body: Buffer;
};

/** Where a request goes and whose it is. */
export type WireTarget = { readonly url: string; readonly writeKey: string; readonly run: string };

/** The names of all cases, at once: tests are named for them. */
export function wireCaseNames(): readonly string[] {
  return readdirSync(CASES).flatMap(file => (file.endsWith('.json') ? [file.slice(0, -5)] : []));
}

/** Reads what must become of a case's request. */
export async function readWireCase(name: string, run: string): Promise<WireCase> {
  const text = (await readFile(join(CASES, `${name}.json`), 'utf8')).replaceAll('{{run}}', run);
  const { archived } = parseExactly(text) as { readonly archived: readonly ExactObject[] };
  return { ...(JSON.parse(text) as WireCase), name, archived };
}

/** Reads a case's request, which is written as it goes over the wire but for compression. */
export async function readWireRequest(name: string, target: WireTarget): Promise<WireRequest> {
  return parseWireRequest(await readFile(join(CASES, `${name}.http`), 'utf8'), target);
}

/** Fills in and parses the text of a request. */
export function parseWireRequest(text: string, { url, writeKey, run }: WireTarget): WireRequest {
  const filled = text
    .replaceAll('{{host}}', new URL(url).host)
    .replaceAll('{{writeKey}}', writeKey)
    .replaceAll('{{run}}', run)
    .replaceAll(/\{\{base64 (.*?) ?\}\}(?=\n| HTTP)/g, (_, plain: string) =>
      Buffer.from(plain).toString('base64'),
    );
  const endOfHead = filled.indexOf('\n\n');
  const [start = '', ...lines] = filled.slice(0, endOfHead).split('\n');
  const [method = '', path = ''] = start.split(' ');
  const headers = Object.fromEntries(
    lines.map(line => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  const body = Buffer.from(filled.slice(endOfHead + 2).trimEnd());
  return { method, path, headers, body: headers['content-encoding'] === 'gzip' ? gzipSync(body) : body };
}

/** Sends a request over a connection of its own; resolves with the answer. */
export async function sendWireRequest(
  url: string,
  { method, path, headers, body }: WireRequest,
): Promise<{ readonly status: number; readonly body: string }> {
  const { hostname, port } = new URL(url);
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; body: string }>();
  const outgoing = request({ hostname, port, method, path, headers, agent: false }, reply => {
    buffer(reply).then(
      content => resolve({ status: reply.statusCode ?? 0, body: content.toString() }),
      reject,
    );
  });
  outgoing.on('error', reject);
  if (headers['transfer-encoding'] === 'chunked') {
    // In two pieces, cut anywhere: a body in chunks comes as the library flushes it.
    const middle = Math.floor(body.length / 2);
    outgoing.write(body.subarray(0, middle));
    outgoing.end(body.subarray(middle));
  } else {
    if (body.length > 0) outgoing.setHeader('content-length', body.length);
    outgoing.end(body.length > 0 ? body : undefined);
  }
  return promise;
}
