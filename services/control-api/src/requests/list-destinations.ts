import { z } from 'zod';

import { destinationAnswer, destinationAnswerSchema } from '../answers/destination.ts';
import { answer } from '../decision.ts';
import { defineOperation } from '../operation.ts';
import { page, paginationAnswer, paginationQuery, refuseCursor } from '../pagination.ts';

export const listDestinations = defineOperation({
  operationId: 'listDestinations',
  method: 'get',
  path: '/destinations',
  tag: 'Destinations',
  summary: 'The destinations of the workspace.',
  access: 'read',
  query: paginationQuery,
  answer: z.object({ destinations: z.array(destinationAnswerSchema), pagination: paginationAnswer }),
  decide: ({ query }, view) => {
    const found = page(view.list('destination'), query);
    if (found === undefined) return refuseCursor();
    return answer({ destinations: found.entries.map(destinationAnswer), pagination: found.pagination });
  },
});
