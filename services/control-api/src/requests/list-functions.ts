import { z } from 'zod';

import { functionTypes, listedFunction, listedFunctionSchema } from '../answers/function.ts';
import { answer } from '../decision.ts';
import { functionScopes } from '../functions.ts';
import { defineOperation } from '../operation.ts';
import { page, paginationAnswer, paginationQuery, refuseCursor } from '../pagination.ts';

export const listFunctions = defineOperation({
  operationId: 'listFunctions',
  method: 'get',
  path: '/functions',
  tag: 'Functions',
  summary: 'The functions of the workspace.',
  access: 'read',
  scopes: functionScopes,
  query: paginationQuery.extend({
    resourceType: z
      .enum(functionTypes)
      .optional()
      .describe('Only those of a type; there are functions of sources.'),
  }),
  answer: z.object({ functions: z.array(listedFunctionSchema), pagination: paginationAnswer }),
  decide: ({ query }, view) => {
    const { resourceType = 'SOURCE' } = query;
    const found = page(resourceType === 'SOURCE' ? view.list('function') : [], query);
    if (found === undefined) return refuseCursor();
    return answer({ functions: found.entries.map(listedFunction), pagination: found.pagination });
  },
});
