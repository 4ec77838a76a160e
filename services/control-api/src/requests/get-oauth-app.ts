import { z } from 'zod';

import { oauthAppAnswer, oauthAppAnswerSchema } from '../answers/oauth-app.ts';
import { answer, refuseUnknown } from '../decision.ts';
import { oauthAppIdParams } from '../fields.ts';
import { defineOperation } from '../operation.ts';

export const getOAuthApp = defineOperation({
  operationId: 'getOAuthApp',
  method: 'get',
  path: '/oauth-apps/{oauthAppId}',
  tag: 'OAuth apps',
  summary: 'Not in Segment. One OAuth app.',
  access: 'read',
  scopes: [],
  params: oauthAppIdParams,
  answer: z.object({ oauthApp: oauthAppAnswerSchema }),
  decide: ({ params: { oauthAppId } }, view) => {
    const app = view.byId('oauth-app', oauthAppId);
    return app === undefined
      ? refuseUnknown('OAuth app', oauthAppId)
      : answer({ oauthApp: oauthAppAnswer(app) });
  },
});
