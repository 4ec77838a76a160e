import { MAX_WRITE_KEYS } from '@millrace/resources';
import { z } from 'zod';

import { sourceAnswer, sourceAnswerSchema } from '../answers/source.ts';
import { change, refuse, refuseUnknown } from '../decision.ts';
import { sourceIdParams } from '../fields.ts';
import { defineOperation } from '../operation.ts';
import { changedSource } from '../source-changes.ts';
import { existing, workspaceId } from '../workspace-view.ts';

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
    const writeKeys = [...source.writeKeys, tools.newWriteKey()];
    return change([changedSource(source, { writeKeys }, tools.now())], () => ({
      source: sourceAnswer(existing(view, 'source', source.id), workspaceId(view)),
    }));
  },
});
