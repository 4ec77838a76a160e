import { MAX_TOKEN_LIFETIME_SECONDS, type OAuthApp } from '@millrace/resources';
import { tokenClaims } from '@millrace/oauth';
import { z } from 'zod';

import { oauthAppAnswer, oauthAppAnswerSchema } from '../answers/oauth-app.ts';
import { change, refuse, refuseInvalid, refuseUnknown } from '../decision.ts';
import { oauthAppIdParams } from '../fields.ts';
import { changedOAuthApp } from '../oauth-app-changes.ts';
import { defineOperation } from '../operation.ts';
import { existing } from '../workspace-view.ts';

/** They are looked through at every use of a token. */
const MAX_REVOKED_TOKENS = 1_000;

export const revokeToken = defineOperation({
  operationId: 'revokeTokenOfOAuthApp',
  method: 'post',
  path: '/oauth-apps/{oauthAppId}/revoke-token',
  tag: 'OAuth apps',
  summary: 'Not in Segment. Takes back one access token; it is worth nothing from then on.',
  access: 'write',
  scopes: [],
  params: oauthAppIdParams,
  body: z.strictObject({
    token: z.string().min(1).max(5_000).describe('The whole token. It is not stored.'),
  }),
  answer: z.object({ oauthApp: oauthAppAnswerSchema }),
  decide: ({ params: { oauthAppId }, body }, view, tools) => {
    const app = view.byId('oauth-app', oauthAppId);
    if (app === undefined) return refuseUnknown('OAuth app', oauthAppId);
    const claims = tokenClaims(body.token);
    if (claims?.appId !== oauthAppId) {
      return refuseInvalid([{ path: ['token'], message: 'is no access token of this OAuth app' }]);
    }
    const now = tools.now();
    const revokedTokens = withToken(app, claims, now);
    if (revokedTokens.length > MAX_REVOKED_TOKENS) {
      return refuse(
        422,
        'validation',
        `the app has ${MAX_REVOKED_TOKENS} revoked tokens already; void all of its tokens instead`,
      );
    }
    return change([changedOAuthApp(app, { revokedTokens }, now)], () => ({
      oauthApp: oauthAppAnswer(existing(view, 'oauth-app', oauthAppId)),
    }));
  },
});

/** The revoked tokens that still matter, and one more. Its time is what it says itself, but no longer than a token can live. */
function withToken(
  { revokedTokens }: OAuthApp,
  { id, expiresAt }: { readonly id: string; readonly expiresAt: number },
  now: number,
): OAuthApp['revokedTokens'] {
  const latest = now + MAX_TOKEN_LIFETIME_SECONDS * 1000;
  return [
    ...revokedTokens.filter(token => token.expiresAt > now && token.jti !== id),
    { jti: id, expiresAt: Math.min(expiresAt, latest) },
  ];
}
