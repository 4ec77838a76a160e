import { z } from 'zod';

import { otherEventsSchema, seenEventsAnswer, seenEventSchema } from '../answers/source-schema.ts';
import { answer, refuseUnknown } from '../decision.ts';
import { sourceIdParams } from '../fields.ts';
import { defineQuery } from '../operation.ts';
import { page, paginationAnswer, paginationQuery, refuseCursor } from '../pagination.ts';

export const listSourceEvents = defineQuery({
  operationId: 'listSchemaEventsFromSource',
  path: '/sources/{sourceId}/schema',
  tag: 'Sources',
  summary: 'The kinds of events a source has sent: how many were let in or blocked, and when first and last.',
  params: sourceIdParams,
  query: paginationQuery,
  answer: z.object({
    events: z.array(seenEventSchema),
    otherEvents: otherEventsSchema
      .optional()
      .describe('Events of more kinds than are told apart; absent while there are none.'),
    pagination: paginationAnswer,
  }),
  ask: async ({ params: { sourceId }, query }, { view, archive, signal }) => {
    if (view.byId('source', sourceId) === undefined) return refuseUnknown('source', sourceId);
    const { events, others } = seenEventsAnswer(await archive.schemas.events(sourceId, signal));
    const found = page(events, query);
    if (found === undefined) return refuseCursor();
    return answer({
      events: found.entries.map(({ event }) => event),
      ...(others && { otherEvents: others }),
      pagination: found.pagination,
    });
  },
});
