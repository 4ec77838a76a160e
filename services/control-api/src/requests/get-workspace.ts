import { z } from 'zod';

import { answer, refuse } from '../decision.ts';
import { defineOperation } from '../operation.ts';

const workspace = z.object({ id: z.string(), slug: z.string(), name: z.string() });

export const getWorkspace = defineOperation({
  operationId: 'getWorkspace',
  method: 'get',
  path: '/',
  tag: 'Workspaces',
  summary: "The token's workspace.",
  access: 'read',
  answer: z.object({ workspace }),
  decide: (_request, view) => {
    const found = view.bySlug('workspace', view.slug);
    if (found === undefined) return refuse(404, 'not-found', `there is no workspace ${view.slug}`);
    const { id, slug, name } = found;
    return answer({ workspace: { id, slug, name } });
  },
});
