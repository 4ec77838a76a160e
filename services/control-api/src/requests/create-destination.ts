import type { SourceId } from '@millrace/domain';
import { compileSettings, type Problem } from '@millrace/resources';
import { z } from 'zod';

import { destinationAnswer, destinationAnswerSchema } from '../answers/destination.ts';
import { change, refuseInvalid } from '../decision.ts';
import { resourceName, settings } from '../fields.ts';
import { defineOperation } from '../operation.ts';
import { inSettings } from '../settings.ts';
import { freeSlug } from '../slugs.ts';
import { existing } from '../workspace-view.ts';

export const createDestination = defineOperation({
  operationId: 'createDestination',
  method: 'post',
  path: '/destinations',
  tag: 'Destinations',
  summary: 'Creates a destination connected to a source.',
  access: 'write',
  body: z.strictObject({
    sourceId: z.string(),
    metadataId: z.string().describe('Id of an entry of /catalog/destinations.'),
    enabled: z.boolean().default(true),
    name: resourceName.optional(),
    settings,
  }),
  answer: z.object({ destination: destinationAnswerSchema }),
  decide: ({ body }, view, tools) => {
    const id = tools.newId('destination');
    const type = tools.destinationTypes.get(body.metadataId);
    const compiled =
      type &&
      compileSettings({
        type,
        settings: body.settings,
        previous: undefined,
        vault: tools.vaultOf('destination', id),
      });
    const problems: Problem[] = [];
    if (view.byId('source', body.sourceId) === undefined) {
      problems.push({ path: ['sourceId'], message: 'names no source; see GET /sources' });
    }
    if (type === undefined) {
      problems.push({
        path: ['metadataId'],
        message: 'names no entry of the catalogue; see GET /catalog/destinations',
      });
    }
    if (compiled?.ok === false) problems.push(...compiled.problems.map(inSettings));
    if (problems.length > 0 || type === undefined || compiled?.ok !== true) return refuseInvalid(problems);

    const name = body.name ?? type.name;
    const slug = freeSlug(name, taken => view.bySlug('destination', taken) !== undefined);
    const spec = {
      name,
      type: type.slug,
      enabled: body.enabled,
      sourceIds: [body.sourceId as SourceId],
      ...compiled.value,
    };
    return change([{ kind: 'destination', id, slug, spec }], () => ({
      destination: destinationAnswer(existing(view, 'destination', id)),
    }));
  },
});
