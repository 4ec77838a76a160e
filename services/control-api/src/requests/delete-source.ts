import type { Change } from '../changes.ts';
import { change, refuseUnknown } from '../decision.ts';
import { deleted, deletedAnswer, sourceIdParams } from '../fields.ts';
import { defineOperation } from '../operation.ts';
import { specOf } from '../specs.ts';

export const deleteSource = defineOperation({
  operationId: 'deleteSource',
  method: 'delete',
  path: '/sources/{sourceId}',
  tag: 'Sources',
  summary: 'Deletes a source. Its destinations and OAuth apps stay, without it.',
  access: 'write',
  params: sourceIdParams,
  answer: deletedAnswer,
  decide: ({ params: { sourceId } }, view) => {
    if (view.byId('source', sourceId) === undefined) return refuseUnknown('source', sourceId);
    const disconnected = view
      .list('destination')
      .filter(({ sourceIds }) => sourceIds.some(id => id === sourceId))
      .map((destination): Change => {
        const sourceIds = destination.sourceIds.filter(id => id !== sourceId);
        const spec = { ...specOf(destination), sourceIds };
        return { kind: 'destination', id: destination.id, slug: destination.slug, spec };
      });
    const withdrawn = view
      .list('oauth-app')
      .filter(({ sourceIds }) => sourceIds?.some(id => id === sourceId))
      .map((app): Change => {
        // An app whose last source goes is left with none, not with all.
        const sourceIds = app.sourceIds?.filter(id => id !== sourceId) ?? null;
        return { kind: 'oauth-app', id: app.id, slug: app.slug, spec: { ...specOf(app), sourceIds } };
      });
    return change(
      [...disconnected, ...withdrawn, { kind: 'source', id: sourceId, remove: true }],
      () => deleted,
    );
  },
});
