import { randomUUID } from 'node:crypto';

import { createAccessTokens, createTokenVerifier, type VerifyToken } from '@millrace/oauth';
import { parseSecretsKey, type OAuthApp } from '@millrace/resources';

import { createGrantToken, type GrantToken } from './grant-token.ts';
import { createReplayGuard } from './replay-guard.ts';
import { tokenError } from './token-error.ts';

/** Giving and taking access tokens. */
export type OAuth = { readonly grantToken: GrantToken; readonly verifyToken: VerifyToken };

/** Tokens in use at a time whose signature need not be checked again; a few hundred bytes each. */
const MAX_REMEMBERED_TOKENS = 10_000;
/** Assertions of the last two minutes; a few hundred bytes each. */
const MAX_ASSERTIONS = 100_000;

const notConfigured = tokenError(
  'server_error',
  'this gateway gives no tokens: set its OAUTH_KEY, see millrace oauth gateway-key',
);
const starting = tokenError('server_error', 'the gateway is starting; try again in a moment');

/** What is there while nothing is known of the workspace yet. */
export const oauthWhileStarting: OAuth = {
  grantToken: () => Promise.resolve(starting),
  verifyToken: () => Promise.resolve(undefined),
};

/** OAuth under the installation's token key; without it no token is given and none is valid. */
export function createOAuth(deps: {
  /** 32 bytes in hexadecimal or base64. */
  readonly tokenKey: string | undefined;
  /** What an assertion may name as its audience. */
  readonly audiences: readonly string[];
  readonly findApp: (id: string) => OAuthApp | undefined;
}): OAuth {
  const { tokenKey, audiences, findApp } = deps;
  const key = tokenKey === undefined ? undefined : parseSecretsKey(tokenKey);
  if (key === undefined) return { ...oauthWhileStarting, grantToken: () => Promise.resolve(notConfigured) };
  const tokens = createAccessTokens(key);
  const now = Date.now;
  return {
    grantToken: createGrantToken({
      tokens,
      findApp,
      now,
      audiences,
      replays: createReplayGuard(MAX_ASSERTIONS),
      newTokenId: randomUUID,
    }),
    verifyToken: createTokenVerifier({ tokens, findApp, now, maxRemembered: MAX_REMEMBERED_TOKENS }),
  };
}
