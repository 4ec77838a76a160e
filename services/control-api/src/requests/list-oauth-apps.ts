import { z } from 'zod';

import { oauthAppAnswer, oauthAppAnswerSchema } from '../answers/oauth-app.ts';
import { answer } from '../decision.ts';
import { defineOperation } from '../operation.ts';
import { page, paginationAnswer, paginationQuery, refuseCursor } from '../pagination.ts';

export const listOAuthApps = defineOperation({
  operationId: 'listOAuthApps',
  method: 'get',
  path: '/oauth-apps',
  tag: 'OAuth apps',
  summary: 'Not in Segment. The OAuth apps of the workspace.',
  access: 'read',
  scopes: [],
  query: paginationQuery,
  answer: z.object({ oauthApps: z.array(oauthAppAnswerSchema), pagination: paginationAnswer }),
  decide: ({ query }, view) => {
    const found = page(view.list('oauth-app'), query);
    if (found === undefined) return refuseCursor();
    return answer({ oauthApps: found.entries.map(oauthAppAnswer), pagination: found.pagination });
  },
});
