import type { SourceId } from '@millrace/domain';
import { oauthAppDefaults, oauthAppFields } from '@millrace/resources';
import { z } from 'zod';

import { oauthAppAnswer, oauthAppAnswerSchema } from '../answers/oauth-app.ts';
import { change, refuseInvalid } from '../decision.ts';
import { unknownSources } from '../oauth-app-sources.ts';
import { defineOperation } from '../operation.ts';
import { freeSlug } from '../slugs.ts';
import { existing } from '../workspace-view.ts';

export const createOAuthApp = defineOperation({
  operationId: 'createOAuthApp',
  method: 'post',
  path: '/oauth-apps',
  tag: 'OAuth apps',
  summary:
    'Not in Segment. Creates an OAuth app, which gets tokens for assertions signed with one of its keys.',
  access: 'write',
  scopes: [],
  status: 201,
  body: z.strictObject({
    name: oauthAppFields.name,
    enabled: oauthAppFields.enabled.default(oauthAppDefaults.enabled),
    publicKeys: oauthAppFields.publicKeys,
    scopes: oauthAppFields.scopes.default(oauthAppDefaults.scopes),
    tokenLifetimeSeconds: oauthAppFields.tokenLifetimeSeconds.default(oauthAppDefaults.tokenLifetimeSeconds),
    sourceIds: z.array(z.string()).nullable().default(null),
  }),
  answer: z.object({ oauthApp: oauthAppAnswerSchema }),
  decide: ({ body }, view, tools) => {
    const problems = unknownSources(body.sourceIds ?? [], view);
    if (problems.length > 0) return refuseInvalid(problems);
    const id = tools.newId('oauth-app');
    const slug = freeSlug(body.name, taken => view.bySlug('oauth-app', taken) !== undefined);
    const spec = {
      ...body,
      sourceIds: body.sourceIds as SourceId[] | null,
      revokedTokens: [],
      tokensValidFrom: 0,
    };
    return change([{ kind: 'oauth-app', id, slug, spec }], () => ({
      oauthApp: oauthAppAnswer(existing(view, 'oauth-app', id)),
    }));
  },
});
