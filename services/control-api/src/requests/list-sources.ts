import { z } from 'zod';

import { sourceAnswer, sourceAnswerSchema } from '../answers/source.ts';
import { answer } from '../decision.ts';
import { defineOperation } from '../operation.ts';
import { page, paginationAnswer, paginationQuery, refuseCursor } from '../pagination.ts';
import { workspaceId } from '../workspace-view.ts';

export const listSources = defineOperation({
  operationId: 'listSources',
  method: 'get',
  path: '/sources',
  tag: 'Sources',
  summary: 'The sources of the workspace.',
  access: 'read',
  query: paginationQuery,
  answer: z.object({ sources: z.array(sourceAnswerSchema), pagination: paginationAnswer }),
  decide: ({ query }, view) => {
    const found = page(view.list('source'), query);
    if (found === undefined) return refuseCursor();
    return answer({
      sources: found.entries.map(source => sourceAnswer(source, workspaceId(view))),
      pagination: found.pagination,
    });
  },
});
