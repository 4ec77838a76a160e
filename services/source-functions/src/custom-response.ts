import { isJsonObject } from '@millrace/domain';

/** What a function wants its request to be answered with. */
export type CustomResponse = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** A returned value as a response; `none` where it is not meant as one. */
export type ReadResponse =
  | { readonly kind: 'none' }
  | { readonly kind: 'response'; readonly response: CustomResponse }
  | { readonly kind: 'invalid'; readonly problem: string };

const JSON_TYPE = 'application/json; charset=utf-8';

/** Set by the server itself, or about the connection and not the response; a function's own are passed over. */
const serverHeaders: ReadonlySet<string> = new Set([
  'connection',
  'content-encoding',
  'content-length',
  'date',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

const headerName = /^[!#$%&'*+.^_`|~0-9a-z-]+$/;
const headerValue = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Reads what a function returned: an object with a numeric `status` is a response, everything else means nothing. */
export function readResponse(returned: unknown): ReadResponse {
  if (!isJsonObject(returned) || typeof returned['status'] !== 'number') return { kind: 'none' };
  const { status, headers: givenHeaders, body: givenBody } = returned;
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    return invalid(`status ${String(status)}; it must be from 200 to 599`);
  }
  const headers: Record<string, string> = {};
  for (const [given, value] of entriesOf(givenHeaders)) {
    const name = given.toLowerCase();
    if (serverHeaders.has(name)) continue;
    if (!headerName.test(name) || typeof value !== 'string' || !headerValue.test(value)) {
      return invalid(`a header ${JSON.stringify(given.slice(0, 100))} that HTTP cannot carry`);
    }
    headers[name] = value;
  }
  const body = bodyText(givenBody);
  const isJson = typeof givenBody !== 'string' && body !== '';
  const response = { status, headers: isJson ? { 'content-type': JSON_TYPE, ...headers } : headers, body };
  return { kind: 'response', response };
}

function invalid(what: string): ReadResponse {
  return { kind: 'invalid', problem: `The function returned a response with ${what}.` };
}

/** Headers come as an object or as a list of pairs. */
function entriesOf(headers: unknown): readonly (readonly [string, unknown])[] {
  if (Array.isArray(headers)) {
    return headers.map((pair: unknown) => (Array.isArray(pair) ? [String(pair[0]), pair[1]] : ['', pair]));
  }
  return isJsonObject(headers) ? Object.entries(headers) : [];
}

function bodyText(body: unknown): string {
  if (typeof body === 'string') return body;
  return body === undefined || body === null ? '' : JSON.stringify(body);
}
