import { z } from 'zod';

import { change, refuse, refuseUnknown } from '../decision.ts';
import { deleted, deletedAnswer } from '../fields.ts';
import { defineOperation } from '../operation.ts';
import { changedSource } from '../source-changes.ts';

export const deleteWriteKey = defineOperation({
  operationId: 'removeWriteKeyFromSource',
  method: 'delete',
  path: '/sources/{sourceId}/writekey/{writeKey}',
  tag: 'Sources',
  summary: 'Removes a write key from a source; events sent with it are refused from then on.',
  access: 'write',
  params: z.object({ sourceId: z.string(), writeKey: z.string() }),
  answer: deletedAnswer,
  decide: ({ params: { sourceId, writeKey } }, view, tools) => {
    const source = view.byId('source', sourceId);
    if (source === undefined) return refuseUnknown('source', sourceId);
    if (!source.writeKeys.includes(writeKey)) {
      return refuse(404, 'not-found', 'the source has no such write key');
    }
    const writeKeys = source.writeKeys.filter(key => key !== writeKey);
    return change([changedSource(source, { writeKeys }, tools.now())], () => deleted);
  },
});
