import { z } from 'zod';

import { spaceAnswer, spaceAnswerSchema } from '../answers/space.ts';
import { answer } from '../decision.ts';
import { defineOperation } from '../operation.ts';
import { page, paginationAnswer, paginationQuery, refuseCursor } from '../pagination.ts';

export const listSpaces = defineOperation({
  operationId: 'listSpaces',
  method: 'get',
  path: '/spaces',
  tag: 'Spaces',
  summary: 'The spaces of the workspace.',
  access: 'read',
  query: paginationQuery,
  answer: z.object({ spaces: z.array(spaceAnswerSchema), pagination: paginationAnswer }),
  decide: ({ query }, view) => {
    const found = page(view.list('space'), query);
    if (found === undefined) return refuseCursor();
    return answer({ spaces: found.entries.map(spaceAnswer), pagination: found.pagination });
  },
});
