import { z } from 'zod';

import { sourceAnswer, sourceAnswerSchema } from '../answers/source.ts';
import { change, refuse, refuseUnknown } from '../decision.ts';
import { sourceIdParams } from '../fields.ts';
import { defineOperation } from '../operation.ts';
import { specOf } from '../specs.ts';
import { existing, workspaceId } from '../workspace-view.ts';

const MAX_WRITE_KEYS = 50;

export const createWriteKey = defineOperation({
  operationId: 'createWriteKeyForSource',
  method: 'post',
  path: '/sources/{sourceId}/writekey',
  tag: 'Sources',
  summary: 'Adds a write key to a source.',
  access: 'write',
  params: sourceIdParams,
  answer: z.object({ source: sourceAnswerSchema }),
  decide: ({ params }, view, tools) => {
    const source = view.byId('source', params.sourceId);
    if (source === undefined) return refuseUnknown('source', params.sourceId);
    if (source.writeKeys.length >= MAX_WRITE_KEYS) {
      return refuse(
        422,
        'validation',
        `the source has ${MAX_WRITE_KEYS} write keys already; delete one first`,
      );
    }
    const spec = { ...specOf(source), writeKeys: [...source.writeKeys, tools.newWriteKey()] };
    return change([{ kind: 'source', id: source.id, slug: source.slug, spec }], () => ({
      source: sourceAnswer(existing(view, 'source', source.id), workspaceId(view)),
    }));
  },
});
