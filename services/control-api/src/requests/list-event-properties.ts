import { z } from 'zod';

import { seenPropertiesAnswer, seenPropertySchema } from '../answers/source-schema.ts';
import { answer, refuseUnknown } from '../decision.ts';
import { sourceIdParams } from '../fields.ts';
import { defineQuery } from '../operation.ts';

export const listEventProperties = defineQuery({
  operationId: 'listSchemaPropertiesFromSource',
  path: '/sources/{sourceId}/schema/properties',
  tag: 'Sources',
  summary:
    'The properties or traits that one kind of event of a source has had, with the types of their values.',
  params: sourceIdParams,
  query: z.object({
    type: z.string().min(1).max(100).describe('track, identify, page, screen or group.'),
    event: z.string().max(10_000).default('').describe('Name of the track event.'),
  }),
  answer: z.object({ properties: z.array(seenPropertySchema) }),
  ask: async ({ params: { sourceId }, query }, { view, archive, signal }) => {
    if (view.byId('source', sourceId) === undefined) return refuseUnknown('source', sourceId);
    const seen = await archive.schemas.properties(sourceId, query, signal);
    return answer({ properties: [...seenPropertiesAnswer(seen)] });
  },
});
