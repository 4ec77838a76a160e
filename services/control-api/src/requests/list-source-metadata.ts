import { z } from 'zod';

import { allSourceMetadata, sourceMetadata } from '../answers/metadata.ts';
import { answer } from '../decision.ts';
import { defineOperation } from '../operation.ts';
import { page, paginationAnswer, paginationQuery, refuseCursor } from '../pagination.ts';

export const listSourceMetadata = defineOperation({
  operationId: 'getSourcesCatalog',
  method: 'get',
  path: '/catalog/sources',
  tag: 'Catalog',
  summary: 'Every type of source.',
  access: 'read',
  query: paginationQuery,
  answer: z.object({ sourcesCatalog: z.array(sourceMetadata), pagination: paginationAnswer }),
  decide: ({ query }) => {
    const found = page(allSourceMetadata(), query);
    if (found === undefined) return refuseCursor();
    return answer({ sourcesCatalog: [...found.entries], pagination: found.pagination });
  },
});
