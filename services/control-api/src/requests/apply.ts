import { catalogue, resourceKinds, type DocumentProblem } from '@millrace/resources';
import { z } from 'zod';

import { answer, change, refuse, refuseInvalid, type Decision, type Refusal } from '../decision.ts';
import { defineOperation } from '../operation.ts';
import { planWorkspace, type PlannedResource } from '../workspace-plan.ts';

const MAX_RESOURCES = 10_000;

/** Its form for people; what is wrong is found by the documents' own check, which words it better than a union can. */
const document = z.unknown().meta({
  type: 'object',
  oneOf: resourceKinds.map(kind => ({
    ...z.toJSONSchema(catalogue[kind].written, { io: 'input' }),
    title: kind,
    description: catalogue[kind].doc,
  })),
});

const applied = z.object({
  resources: z.array(
    z.object({
      kind: z.enum(resourceKinds),
      slug: z.string(),
      id: z.string(),
      action: z.enum(['create', 'change', 'none']),
      fields: z.array(z.string()).describe('Fields that change.'),
    }),
  ),
  dryRun: z.boolean(),
});

export const apply = defineOperation({
  operationId: 'applyWorkspace',
  method: 'post',
  path: '/apply',
  tag: 'Workspaces',
  summary:
    'Not in Segment. Makes resources as documents say, found by kind and slug; all of them or, if anything is wrong, none.',
  access: 'write',
  body: z.strictObject({
    resources: z.array(document).min(1).max(MAX_RESOURCES),
    dryRun: z.boolean().default(false).describe('Checks and plans only.'),
  }),
  answer: applied,
  decide: ({ body, caller }, view, tools): Decision<z.input<typeof applied>> => {
    if (caller.kind !== 'administrator' && body.resources.some(isOAuthApp)) {
      return refuse(403, 'forbidden', "an OAuth app is made or changed with the administrator's token only");
    }
    const plan = planWorkspace(body.resources, view, tools);
    if (!plan.ok) return refuseDocuments(plan.problems);
    const planned = { resources: plan.resources.map(shown), dryRun: body.dryRun };
    return body.dryRun ? answer(planned) : change(plan.changes, () => planned);
  },
});

/** What makes tokens is not within the reach of a token: a leaked one could make itself others. */
function isOAuthApp(content: unknown): boolean {
  return typeof content === 'object' && content !== null && 'kind' in content && content.kind === 'oauth-app';
}

function shown({ fields, ...rest }: PlannedResource): z.input<typeof applied>['resources'][number] {
  return { ...rest, fields: [...fields] };
}

/** The place of each problem is also there as data, so that a client can find it in its files. */
function refuseDocuments(problems: readonly DocumentProblem[]): Refusal {
  const refusal = refuseInvalid(
    problems.map(({ document: index, path, message }) => ({ path: ['resources', index, ...path], message })),
  );
  const errors = refusal.errors.map((error, position) => {
    const problem = problems[position];
    return problem === undefined
      ? error
      : { ...error, data: { document: problem.document, path: problem.path, problem: problem.message } };
  });
  return { ...refusal, errors };
}
