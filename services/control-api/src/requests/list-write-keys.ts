import { z } from 'zod';

import { answer, refuseUnknown } from '../decision.ts';
import { sourceIdParams } from '../fields.ts';
import { defineOperation } from '../operation.ts';

export const listWriteKeys = defineOperation({
  operationId: 'listWriteKeysFromSource',
  method: 'get',
  path: '/sources/{sourceId}/writekeys',
  tag: 'Sources',
  summary: 'Not in Segment. The write keys of a source, and until when those on their way out work.',
  access: 'read',
  params: sourceIdParams,
  answer: z.object({
    writeKeys: z.array(
      z.object({
        writeKey: z.string(),
        state: z.enum(['active', 'expiring', 'expired']),
        expiresAt: z.string().optional(),
      }),
    ),
  }),
  decide: ({ params: { sourceId } }, view, tools) => {
    const source = view.byId('source', sourceId);
    if (source === undefined) return refuseUnknown('source', sourceId);
    const expiring = new Map(
      source.expiringWriteKeys.map(({ writeKey, expiresAt }) => [writeKey, expiresAt]),
    );
    return answer({
      writeKeys: source.writeKeys.map(writeKey => {
        const expiresAt = expiring.get(writeKey);
        if (expiresAt === undefined) return { writeKey, state: 'active' as const };
        const state = expiresAt <= tools.now() ? ('expired' as const) : ('expiring' as const);
        return { writeKey, state, expiresAt: new Date(expiresAt).toISOString() };
      }),
    });
  },
});
