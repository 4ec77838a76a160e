import { z } from 'zod';

import { oauthAppAnswer, oauthAppAnswerSchema } from '../answers/oauth-app.ts';
import { change, refuseUnknown } from '../decision.ts';
import { oauthAppIdParams } from '../fields.ts';
import { changedOAuthApp } from '../oauth-app-changes.ts';
import { defineOperation } from '../operation.ts';
import { existing } from '../workspace-view.ts';

export const voidTokens = defineOperation({
  operationId: 'voidTokensOfOAuthApp',
  method: 'post',
  path: '/oauth-apps/{oauthAppId}/void-tokens',
  tag: 'OAuth apps',
  summary: 'Not in Segment. Takes back every token that an OAuth app has got so far.',
  access: 'write',
  scopes: [],
  params: oauthAppIdParams,
  answer: z.object({ oauthApp: oauthAppAnswerSchema }),
  decide: ({ params: { oauthAppId } }, view, tools) => {
    const app = view.byId('oauth-app', oauthAppId);
    if (app === undefined) return refuseUnknown('OAuth app', oauthAppId);
    const now = tools.now();
    // What was revoked one by one is void with all the others.
    const fields = { tokensValidFrom: now, revokedTokens: [] };
    return change([changedOAuthApp(app, fields, now)], () => ({
      oauthApp: oauthAppAnswer(existing(view, 'oauth-app', oauthAppId)),
    }));
  },
});
