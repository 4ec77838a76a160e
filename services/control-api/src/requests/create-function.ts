import { functionFields, functionProblems, slugField } from '@millrace/resources';
import { z } from 'zod';

import { functionAnswer, functionAnswerSchema } from '../answers/function.ts';
import { change, refuse, refuseInvalid } from '../decision.ts';
import { resourceName } from '../fields.ts';
import { functionScopes, functionsAreFull, MAX_FUNCTIONS } from '../functions.ts';
import { defineOperation } from '../operation.ts';
import { freeSlug } from '../slugs.ts';
import { existing } from '../workspace-view.ts';

export const createFunction = defineOperation({
  operationId: 'createFunction',
  method: 'post',
  path: '/functions',
  tag: 'Functions',
  summary: 'Creates a function. Sources of type function run it.',
  access: 'write',
  scopes: functionScopes,
  body: z.strictObject({
    displayName: resourceName,
    slug: slugField.optional().describe('Not in Segment. Default: made of the name.'),
    resourceType: z.enum(['SOURCE']),
    code: functionFields.code,
    settings: functionFields.settings.default([]),
    description: functionFields.description.default(''),
    logoUrl: functionFields.logoUrl.optional(),
  }),
  answer: z.object({ function: functionAnswerSchema }),
  decide: ({ body }, view, tools) => {
    const isTaken = (slug: string): boolean => view.bySlug('function', slug) !== undefined;
    const problems = [
      ...functionProblems(body, undefined),
      ...(body.slug !== undefined && isTaken(body.slug)
        ? [{ path: ['slug'], message: `is taken by another function; choose another than ${body.slug}` }]
        : []),
    ];
    if (problems.length > 0) return refuseInvalid(problems);
    if (view.list('function').length >= MAX_FUNCTIONS) return refuse(422, 'validation', functionsAreFull);
    const id = tools.newId('function');
    const slug = body.slug ?? freeSlug(body.displayName, isTaken);
    const spec = {
      name: body.displayName,
      description: body.description,
      type: 'source',
      code: body.code,
      settings: body.settings,
      logoUrl: body.logoUrl ?? null,
    };
    return change([{ kind: 'function', id, slug, spec }], () => ({
      function: functionAnswer(existing(view, 'function', id)),
    }));
  },
});
