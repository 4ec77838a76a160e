import type { SourceId } from '@millrace/domain';
import { oauthAppFields } from '@millrace/resources';
import { z } from 'zod';

import { oauthAppAnswer, oauthAppAnswerSchema } from '../answers/oauth-app.ts';
import { change, refuseInvalid, refuseUnknown } from '../decision.ts';
import { oauthAppIdParams } from '../fields.ts';
import { changedOAuthApp } from '../oauth-app-changes.ts';
import { unknownSources } from '../oauth-app-sources.ts';
import { defineOperation } from '../operation.ts';
import { existing } from '../workspace-view.ts';

export const updateOAuthApp = defineOperation({
  operationId: 'updateOAuthApp',
  method: 'patch',
  path: '/oauth-apps/{oauthAppId}',
  tag: 'OAuth apps',
  summary:
    'Not in Segment. Changes the given fields of an OAuth app. Tokens that are out follow its scopes and sources, and are worth nothing while it is disabled.',
  access: 'write',
  scopes: [],
  params: oauthAppIdParams,
  body: z.strictObject({
    name: oauthAppFields.name.optional(),
    enabled: oauthAppFields.enabled.optional(),
    publicKeys: oauthAppFields.publicKeys.optional(),
    scopes: oauthAppFields.scopes.optional(),
    tokenLifetimeSeconds: oauthAppFields.tokenLifetimeSeconds.optional(),
    sourceIds: z.array(z.string()).nullish(),
  }),
  answer: z.object({ oauthApp: oauthAppAnswerSchema }),
  decide: ({ params: { oauthAppId }, body }, view, tools) => {
    const app = view.byId('oauth-app', oauthAppId);
    if (app === undefined) return refuseUnknown('OAuth app', oauthAppId);
    const problems = unknownSources(body.sourceIds ?? [], view);
    if (problems.length > 0) return refuseInvalid(problems);
    const fields = {
      name: body.name ?? app.name,
      enabled: body.enabled ?? app.enabled,
      publicKeys: body.publicKeys ?? app.publicKeys,
      scopes: body.scopes ?? app.scopes,
      tokenLifetimeSeconds: body.tokenLifetimeSeconds ?? app.tokenLifetimeSeconds,
      sourceIds: body.sourceIds === undefined ? app.sourceIds : (body.sourceIds as SourceId[] | null),
    };
    return change([changedOAuthApp(app, fields, tools.now())], () => ({
      oauthApp: oauthAppAnswer(existing(view, 'oauth-app', oauthAppId)),
    }));
  },
});
