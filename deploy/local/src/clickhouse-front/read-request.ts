import type { IncomingMessage } from 'node:http';
import { parseFrontRequest, placeholders, type FrontRequest } from './front-request.ts';
import { parseMultipart } from './multipart.ts';
import { readBody } from './request-body.ts';
import type { StatementRequest } from './run-statement.ts';

const NO_BYTES = Buffer.alloc(0);

/** Reads the whole request. @throws ClickhouseError when it cannot be understood. */
export async function readRequest(
  request: IncomingMessage,
  url: URL,
  maxBodyBytes: number,
): Promise<StatementRequest> {
  const head = parseFrontRequest({ method: request.method ?? 'GET', url, headers: request.headers });
  const body = await readBody(request, maxBodyBytes);
  const { 'content-type': contentType = '' } = request.headers;
  const form = contentType.startsWith('multipart/')
    ? parseMultipart(contentType, body.toString())
    : undefined;
  if (form !== undefined) return withForm(head, form);
  // A statement in the URL is followed by its rows in the body; else the body holds both.
  if (head.query !== undefined) return { ...head, sql: `${head.query}\n`, body };
  return { ...head, sql: body.toString(), body: NO_BYTES };
}

/** Clients put placeholders in a form when they are too long for a URL. */
function withForm(head: FrontRequest, form: readonly (readonly [string, string])[]): StatementRequest {
  const params = new Map([...head.params, ...placeholders(form)]);
  return { ...head, params, sql: new Map(form).get('query') ?? head.query ?? '', body: NO_BYTES };
}
