import { hash } from 'node:crypto';

import type { OAuthApp, OAuthScope } from '@millrace/resources';
import { LRUCache } from 'lru-cache';

import type { AccessToken, AccessTokens } from './access-token.ts';

/** What a valid access token allows. */
export type Access = {
  readonly appId: string;
  readonly workspace: string;
  /** Those the token was given and the app still has. */
  readonly scopes: readonly string[];
  /** The sources it is for; undefined for all of the workspace. */
  readonly sourceIds: readonly string[] | undefined;
};

/**
 * Verifies the token of `Authorization: Bearer <token>`; undefined where it is none of ours, has expired, was revoked, or belongs to an
 * app that is gone or switched off.
 */
export type VerifyToken = (bearer: string) => Promise<Access | undefined>;

/**
 * Verifies access tokens. Signatures are checked once and remembered; expiry and the app, with what was revoked, are looked at every time,
 * so a token ends at once.
 */
export function createTokenVerifier(deps: {
  readonly tokens: Pick<AccessTokens, 'read'>;
  readonly findApp: (id: string) => OAuthApp | undefined;
  readonly now: () => number;
  /** Tokens whose signature is remembered. */
  readonly maxRemembered: number;
}): VerifyToken {
  const { tokens, findApp, now, maxRemembered } = deps;
  // Only good tokens are remembered: bad ones are as many as anyone likes to make up.
  const remembered = new LRUCache<string, AccessToken>({ max: maxRemembered });

  return async bearer => {
    const digest = hash('sha256', bearer);
    const known = remembered.get(digest);
    const token = known ?? (await tokens.read(bearer, now()));
    if (token === undefined) return undefined;
    if (known === undefined) remembered.set(digest, token);
    return accessOf(token, findApp(token.appId), now());
  };
}

/** Whether a token may be used at a source for what a scope allows. */
export function mayUseSource(
  access: Access,
  scope: OAuthScope,
  source: { readonly id: string; readonly workspace: string },
): boolean {
  return (
    access.workspace === source.workspace &&
    access.scopes.includes(scope) &&
    (access.sourceIds?.includes(source.id) ?? true)
  );
}

function accessOf(token: AccessToken, app: OAuthApp | undefined, now: number): Access | undefined {
  if (app === undefined || !app.enabled || app.workspace !== token.workspace) return undefined;
  if (token.expiresAt <= now || token.issuedAt < app.tokensValidFrom) return undefined;
  if (app.revokedTokens.some(({ jti }) => jti === token.id)) return undefined;
  return {
    appId: app.id,
    workspace: app.workspace,
    scopes: token.scopes.filter(scope => app.scopes.includes(scope)),
    sourceIds: app.sourceIds ?? undefined,
  };
}
