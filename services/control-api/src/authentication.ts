import { bearerToken, secretMatcher, type VerifyToken } from '@millrace/oauth';

import type { Principal } from './principal.ts';

/** Finds out who asks, by the Authorization header; undefined if nobody known. */
export type Authenticate = (authorization: string | undefined) => Promise<Principal | undefined>;

/** Knows the administrator by one token and OAuth apps by their access tokens. */
export function tokenAuthentication(deps: {
  readonly adminToken: string;
  readonly verifyToken: VerifyToken;
}): Authenticate {
  const isAdminToken = secretMatcher(deps.adminToken);
  return async authorization => {
    const token = bearerToken(authorization);
    if (token === undefined) return undefined;
    if (isAdminToken(token)) return { kind: 'administrator', name: 'administrator' };
    const access = await deps.verifyToken(token);
    return access && { kind: 'app', name: access.appId, scopes: access.scopes };
  };
}
