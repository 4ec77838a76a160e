import { z } from 'zod';

import { sourceAnswer, sourceAnswerSchema } from '../answers/source.ts';
import { answer, refuseUnknown } from '../decision.ts';
import { sourceIdParams } from '../fields.ts';
import { defineOperation } from '../operation.ts';
import { workspaceId } from '../workspace-view.ts';

export const getSource = defineOperation({
  operationId: 'getSource',
  method: 'get',
  path: '/sources/{sourceId}',
  tag: 'Sources',
  summary: 'One source.',
  access: 'read',
  params: sourceIdParams,
  answer: z.object({ source: sourceAnswerSchema }),
  decide: ({ params }, view) => {
    const source = view.byId('source', params.sourceId);
    if (source === undefined) return refuseUnknown('source', params.sourceId);
    return answer({ source: sourceAnswer(source, workspaceId(view)) });
  },
});
