import { functionFields, functionProblems } from '@millrace/resources';
import { z } from 'zod';

import { functionAnswer, functionAnswerSchema } from '../answers/function.ts';
import { change, refuseInvalid, refuseUnknown } from '../decision.ts';
import { functionIdParams, resourceName } from '../fields.ts';
import { functionScopes } from '../functions.ts';
import { defineOperation } from '../operation.ts';
import { specOf } from '../specs.ts';
import { existing } from '../workspace-view.ts';

export const updateFunction = defineOperation({
  operationId: 'updateFunction',
  method: 'patch',
  path: '/functions/{functionId}',
  tag: 'Functions',
  summary: 'Changes the given fields of a function; its sources run the new code from then on.',
  access: 'write',
  scopes: functionScopes,
  params: functionIdParams,
  body: z.strictObject({
    displayName: resourceName.optional(),
    code: functionFields.code.optional(),
    settings: functionFields.settings
      .optional()
      .describe('All of them: what is left out is no setting any more.'),
    description: functionFields.description.optional(),
    logoUrl: functionFields.logoUrl.optional(),
  }),
  answer: z.object({ function: functionAnswerSchema }),
  decide: ({ params: { functionId }, body }, view) => {
    const previous = view.byId('function', functionId);
    if (previous === undefined) return refuseUnknown('function', functionId);
    const spec = {
      ...specOf(previous),
      name: body.displayName ?? previous.name,
      description: body.description ?? previous.description,
      code: body.code ?? previous.code,
      settings: body.settings ?? previous.settings,
      logoUrl: body.logoUrl ?? previous.logoUrl,
    };
    const problems = functionProblems(spec, previous);
    if (problems.length > 0) return refuseInvalid(problems);
    return change([{ kind: 'function', id: functionId, slug: previous.slug, spec }], () => ({
      function: functionAnswer(existing(view, 'function', functionId)),
    }));
  },
});
