import { z } from 'zod';

import { spaceAnswer, spaceAnswerSchema } from '../answers/space.ts';
import { answer, refuseUnknown } from '../decision.ts';
import { defineOperation } from '../operation.ts';

export const getSpace = defineOperation({
  operationId: 'getSpace',
  method: 'get',
  path: '/spaces/{spaceId}',
  tag: 'Spaces',
  summary: 'One space.',
  access: 'read',
  params: z.object({ spaceId: z.string() }),
  answer: z.object({ space: spaceAnswerSchema }),
  decide: ({ params: { spaceId } }, view) => {
    const space = view.byId('space', spaceId);
    return space === undefined ? refuseUnknown('space', spaceId) : answer({ space: spaceAnswer(space) });
  },
});
