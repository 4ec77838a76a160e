import { z } from 'zod';

import { destinationMetadata, destinationMetadataAnswer, destinationTypeOf } from '../answers/metadata.ts';
import { answer, refuseUnknown } from '../decision.ts';
import { defineOperation } from '../operation.ts';

export const getDestinationMetadata = defineOperation({
  operationId: 'getDestinationMetadata',
  method: 'get',
  path: '/catalog/destinations/{destinationMetadataId}',
  tag: 'Catalog',
  summary: 'One type of destination.',
  access: 'read',
  params: z.object({ destinationMetadataId: z.string() }),
  answer: z.object({ destinationMetadata }),
  decide: ({ params: { destinationMetadataId } }) =>
    destinationTypeOf(destinationMetadataId) === undefined
      ? refuseUnknown('type of destination', destinationMetadataId)
      : answer({ destinationMetadata: destinationMetadataAnswer(destinationMetadataId) }),
});
