import { createHash, timingSafeEqual } from 'node:crypto';

import type { Principal } from './operation.ts';

/** Finds out who asks, by the Authorization header; undefined if nobody known. */
export type Authenticate = (authorization: string | undefined) => Principal | undefined;

/** Knows the administrator by one token. Takes the same time for every wrong token. */
export function tokenAuthentication(adminToken: string): Authenticate {
  const expected = digest(adminToken);
  return authorization => {
    const [, token] = /^Bearer +(\S+) *$/i.exec(authorization ?? '') ?? [];
    const matches = timingSafeEqual(digest(token ?? ''), expected);
    return matches && token !== undefined ? { name: 'administrator' } : undefined;
  };
}

/** Digests have one length, which a comparison in constant time needs. */
function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
