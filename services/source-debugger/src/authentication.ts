import { bearerToken, secretMatcher } from '@millrace/oauth';

/** Whether an Authorization header carries the administrator's token. */
export type Authenticate = (authorization: string | undefined) => boolean;

/** Knows the administrator by one token. */
export function tokenAuthentication(adminToken: string): Authenticate {
  const isAdminToken = secretMatcher(adminToken);
  return authorization => isAdminToken(bearerToken(authorization) ?? '');
}
