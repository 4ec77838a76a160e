import { createHash, timingSafeEqual } from 'node:crypto';

/** The token of an Authorization header of the form `Bearer <token>` (RFC 6750, section 2.1); undefined for any other. */
export function bearerToken(authorization: string | undefined): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1];
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
