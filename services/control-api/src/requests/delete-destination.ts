import { change, refuseUnknown } from '../decision.ts';
import { deleted, deletedAnswer, destinationIdParams } from '../fields.ts';
import { defineOperation } from '../operation.ts';

export const deleteDestination = defineOperation({
  operationId: 'deleteDestination',
  method: 'delete',
  path: '/destinations/{destinationId}',
  tag: 'Destinations',
  summary: 'Deletes a destination.',
  access: 'write',
  params: destinationIdParams,
  answer: deletedAnswer,
  decide: ({ params: { destinationId } }, view) =>
    view.byId('destination', destinationId) === undefined
      ? refuseUnknown('destination', destinationId)
      : change([{ kind: 'destination', id: destinationId, remove: true }], () => deleted),
});
