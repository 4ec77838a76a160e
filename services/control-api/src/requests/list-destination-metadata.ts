import { z } from 'zod';

import { allDestinationMetadata, destinationMetadata } from '../answers/metadata.ts';
import { answer } from '../decision.ts';
import { defineOperation } from '../operation.ts';
import { page, paginationAnswer, paginationQuery, refuseCursor } from '../pagination.ts';

export const listDestinationMetadata = defineOperation({
  operationId: 'getDestinationsCatalog',
  method: 'get',
  path: '/catalog/destinations',
  tag: 'Catalog',
  summary: 'Every type of destination.',
  access: 'read',
  query: paginationQuery,
  answer: z.object({ destinationsCatalog: z.array(destinationMetadata), pagination: paginationAnswer }),
  decide: ({ query }) => {
    const found = page(allDestinationMetadata(), query);
    if (found === undefined) return refuseCursor();
    return answer({ destinationsCatalog: [...found.entries], pagination: found.pagination });
  },
});
