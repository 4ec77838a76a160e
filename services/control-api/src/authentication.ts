import { createHash, timingSafeEqual } from 'node:crypto';

import type { VerifyToken } from '@millrace/oauth';

import type { Principal } from './principal.ts';

/** Finds out who asks, by the Authorization header; undefined if nobody known. */
export type Authenticate = (authorization: string | undefined) => Promise<Principal | undefined>;

/** Knows the administrator by one token, taking the same time for every wrong one, and OAuth apps by their access tokens. */
export function tokenAuthentication(deps: {
  readonly adminToken: string;
  readonly verifyToken: VerifyToken;
}): Authenticate {
  const expected = digest(deps.adminToken);
  return async authorization => {
    const [, token] = /^Bearer +(\S+) *$/i.exec(authorization ?? '') ?? [];
    const matches = timingSafeEqual(digest(token ?? ''), expected);
    if (token === undefined) return undefined;
    if (matches) return { kind: 'administrator', name: 'administrator' };
    const access = await deps.verifyToken(token);
    return access && { kind: 'app', name: access.appId, scopes: access.scopes };
  };
}

/** Digests have one length, which a comparison in constant time needs. */
function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
