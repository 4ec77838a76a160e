import { z } from 'zod';

import { functionAnswer, functionAnswerSchema } from '../answers/function.ts';
import { answer, refuseUnknown } from '../decision.ts';
import { functionIdParams } from '../fields.ts';
import { functionScopes } from '../functions.ts';
import { defineOperation } from '../operation.ts';

export const getFunction = defineOperation({
  operationId: 'getFunction',
  method: 'get',
  path: '/functions/{functionId}',
  tag: 'Functions',
  summary: 'One function, with its code.',
  access: 'read',
  scopes: functionScopes,
  params: functionIdParams,
  answer: z.object({ function: functionAnswerSchema }),
  decide: ({ params: { functionId } }, view) => {
    const found = view.byId('function', functionId);
    return found === undefined
      ? refuseUnknown('function', functionId)
      : answer({ function: functionAnswer(found) });
  },
});
