import { z } from 'zod';

import { destinationAnswer, destinationAnswerSchema } from '../answers/destination.ts';
import { answer, refuseUnknown } from '../decision.ts';
import { sourceIdParams } from '../fields.ts';
import { defineOperation } from '../operation.ts';
import { page, paginationAnswer, paginationQuery, refuseCursor } from '../pagination.ts';

export const listConnectedDestinations = defineOperation({
  operationId: 'listConnectedDestinationsFromSource',
  method: 'get',
  path: '/sources/{sourceId}/connected-destinations',
  tag: 'Sources',
  summary: 'The destinations that a source is connected to.',
  access: 'read',
  params: sourceIdParams,
  query: paginationQuery,
  answer: z.object({ destinations: z.array(destinationAnswerSchema), pagination: paginationAnswer }),
  decide: ({ params: { sourceId }, query }, view) => {
    if (view.byId('source', sourceId) === undefined) return refuseUnknown('source', sourceId);
    const connected = view
      .list('destination')
      .filter(({ sourceIds }) => sourceIds.some(id => id === sourceId));
    const found = page(connected, query);
    if (found === undefined) return refuseCursor();
    return answer({ destinations: found.entries.map(destinationAnswer), pagination: found.pagination });
  },
});
