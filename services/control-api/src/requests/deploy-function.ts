import { z } from 'zod';

import { answer, refuseUnknown } from '../decision.ts';
import { functionIdParams } from '../fields.ts';
import { functionScopes } from '../functions.ts';
import { defineOperation } from '../operation.ts';

export const deployFunction = defineOperation({
  operationId: 'createFunctionDeployment',
  method: 'post',
  path: '/functions/{functionId}/deploy',
  tag: 'Functions',
  summary:
    'Confirms that the latest version runs: a function is deployed when it is saved. For scripts made for Segment.',
  access: 'read',
  scopes: functionScopes,
  params: functionIdParams,
  answer: z.object({ functionDeployment: z.object({ status: z.literal('SUCCESS') }) }),
  decide: ({ params: { functionId } }, view) =>
    view.byId('function', functionId) === undefined
      ? refuseUnknown('function', functionId)
      : answer({ functionDeployment: { status: 'SUCCESS' as const } }),
});
