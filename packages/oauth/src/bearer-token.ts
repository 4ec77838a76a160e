import { createHash, timingSafeEqual } from 'node:crypto';

/** The token of `Authorization: Bearer <token>` (RFC 6750, section 2.1), well formed or not; undefined without one. */
export function bearerToken(authorization: string | undefined): string | undefined {
  if (authorization === undefined || !/^bearer /i.test(authorization)) return undefined;
  return authorization.slice('bearer '.length).trim();
}

/** Tells whether a text is the secret, taking the same time for every wrong one. */
export function secretMatcher(secret: string): (text: string) => boolean {
  const expected = digest(secret);
  return text => timingSafeEqual(digest(text), expected);
}

/** Digests have one length, which a comparison in constant time needs. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
