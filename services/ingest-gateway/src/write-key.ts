import type { IncomingHttpHeaders } from 'node:http';

/** The places of a request that may name a source. */
export type Credentials = {
  readonly headers: IncomingHttpHeaders;
  /** The request's query, without its question mark. */
  readonly query: string;
  readonly body: { readonly writeKey?: unknown };
};

/** The write key of a request; what its head says counts before what its body says. */
export function writeKeyOf({ headers, query, body }: Credentials): string | undefined {
  return (
    keyOfBasic(headers.authorization) ??
    keyOfHeader(headers['x-write-key']) ??
    keyOfQuery(query) ??
    (typeof body.writeKey === 'string' ? keyBeforeColon(body.writeKey) : undefined)
  );
}

/** The user name of Basic authorization. */
function keyOfBasic(authorization: string | undefined): string | undefined {
  if (authorization === undefined || !/^basic /i.test(authorization)) return undefined;
  return keyBeforeColon(Buffer.from(authorization.slice('basic '.length).trim(), 'base64').toString());
}

function keyOfHeader(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' ? keyBeforeColon(header.trim()) : undefined;
}

function keyOfQuery(query: string): string | undefined {
  if (!query.includes('writeKey=')) return undefined;
  const key = new URLSearchParams(query).get('writeKey');
  return key === null ? undefined : keyBeforeColon(key);
}

/** A key has no colon: what follows one is a password, or the secret that Jitsu's clients send along. */
function keyBeforeColon(text: string): string | undefined {
  const colon = text.indexOf(':');
  const key = colon === -1 ? text : text.slice(0, colon);
  return key === '' ? undefined : key;
}
