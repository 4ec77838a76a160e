import { z } from 'zod';

import { destinationAnswer, destinationAnswerSchema } from '../answers/destination.ts';
import { answer, refuseUnknown } from '../decision.ts';
import { destinationIdParams } from '../fields.ts';
import { defineOperation } from '../operation.ts';

export const getDestination = defineOperation({
  operationId: 'getDestination',
  method: 'get',
  path: '/destinations/{destinationId}',
  tag: 'Destinations',
  summary: 'One destination.',
  access: 'read',
  params: destinationIdParams,
  answer: z.object({ destination: destinationAnswerSchema }),
  decide: ({ params: { destinationId } }, view) => {
    const destination = view.byId('destination', destinationId);
    if (destination === undefined) return refuseUnknown('destination', destinationId);
    return answer({ destination: destinationAnswer(destination) });
  },
});
