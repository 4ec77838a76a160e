/** The write key of a Basic authorization header: its user name. A missing colon is tolerated, as Segment does. */
export function writeKeyOfHeader(authorization: string | undefined): string | undefined {
  if (authorization === undefined || !/^basic /i.test(authorization)) return undefined;
  const credentials = Buffer.from(authorization.slice('basic '.length).trim(), 'base64').toString();
  const colon = credentials.indexOf(':');
  const writeKey = colon === -1 ? credentials : credentials.slice(0, colon);
  return writeKey === '' ? undefined : writeKey;
}

/** The write key that a request's body carries. */
export function writeKeyOfBody(body: { readonly writeKey?: unknown }): string | undefined {
  return typeof body.writeKey === 'string' && body.writeKey !== '' ? body.writeKey : undefined;
}
