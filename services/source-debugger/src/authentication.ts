import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether an Authorization header carries the administrator's token. Takes the same time for every wrong one. */
export type Authenticate = (authorization: string | undefined) => boolean;

/** Knows the administrator by one token. */
export function tokenAuthentication(adminToken: string): Authenticate {
  const expected = digest(adminToken);
  return authorization => {
    const [, token] = /^Bearer +(\S+) *$/i.exec(authorization ?? '') ?? [];
    return timingSafeEqual(digest(token ?? ''), expected) && token !== undefined;
  };
}

/** Digests have one length, which a comparison in constant time needs. */
function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
