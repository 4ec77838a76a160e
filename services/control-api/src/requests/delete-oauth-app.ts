import { change, refuseUnknown } from '../decision.ts';
import { deleted, deletedAnswer, oauthAppIdParams } from '../fields.ts';
import { defineOperation } from '../operation.ts';

export const deleteOAuthApp = defineOperation({
  operationId: 'deleteOAuthApp',
  method: 'delete',
  path: '/oauth-apps/{oauthAppId}',
  tag: 'OAuth apps',
  summary: 'Not in Segment. Deletes an OAuth app, and with it every token it has.',
  access: 'write',
  scopes: [],
  params: oauthAppIdParams,
  answer: deletedAnswer,
  decide: ({ params: { oauthAppId } }, view) =>
    view.byId('oauth-app', oauthAppId) === undefined
      ? refuseUnknown('OAuth app', oauthAppId)
      : change([{ kind: 'oauth-app', id: oauthAppId, remove: true }], () => deleted),
});
