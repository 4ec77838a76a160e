import { z } from 'zod';

import { sourceMetadata, sourceMetadataAnswer, sourceTypeOf } from '../answers/metadata.ts';
import { answer, refuseUnknown } from '../decision.ts';
import { defineOperation } from '../operation.ts';

export const getSourceMetadata = defineOperation({
  operationId: 'getSourceMetadata',
  method: 'get',
  path: '/catalog/sources/{sourceMetadataId}',
  tag: 'Catalog',
  summary: 'One type of source.',
  access: 'read',
  params: z.object({ sourceMetadataId: z.string() }),
  answer: z.object({ sourceMetadata }),
  decide: ({ params: { sourceMetadataId } }) =>
    sourceTypeOf(sourceMetadataId) === undefined
      ? refuseUnknown('type of source', sourceMetadataId)
      : answer({ sourceMetadata: sourceMetadataAnswer(sourceMetadataId) }),
});
