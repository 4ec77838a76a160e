import type { SourceId } from '@millrace/domain';
import { compileSettings, maskedSettings, type Problem } from '@millrace/resources';
import { z } from 'zod';

import { destinationAnswer, destinationAnswerSchema } from '../answers/destination.ts';
import { change, refuse, refuseInvalid, refuseUnknown } from '../decision.ts';
import { destinationIdParams, resourceName, settings } from '../fields.ts';
import { defineOperation } from '../operation.ts';
import { inSettings, mergedSettings } from '../settings.ts';
import { existing } from '../workspace-view.ts';

export const updateDestination = defineOperation({
  operationId: 'updateDestination',
  method: 'patch',
  path: '/destinations/{destinationId}',
  tag: 'Destinations',
  summary: 'Changes the given fields of a destination. Settings are merged; null removes one.',
  access: 'write',
  params: destinationIdParams,
  body: z.strictObject({
    name: resourceName.nullish().describe("null gives it its type's name."),
    enabled: z.boolean().optional(),
    settings: settings.optional(),
    sourceIds: z.array(z.string()).optional().describe('Not in Segment: every source it is connected to.'),
  }),
  answer: z.object({ destination: destinationAnswerSchema }),
  decide: ({ params: { destinationId }, body }, view, tools) => {
    const previous = view.byId('destination', destinationId);
    if (previous === undefined) return refuseUnknown('destination', destinationId);
    const type = tools.destinationTypes.get(previous.type);
    if (type === undefined) {
      return refuse(
        422,
        'validation',
        `the destination's type ${previous.type} has left the catalogue; delete it`,
      );
    }
    const compiled = compileSettings({
      type,
      settings: mergedSettings(maskedSettings(previous), body.settings),
      previous,
      vault: tools.vaultOf('destination', destinationId),
    });
    const sourceIds = [...new Set(body.sourceIds ?? previous.sourceIds)];
    const problems: readonly Problem[] = [
      ...sourceIds.flatMap((id, index) =>
        view.byId('source', id) === undefined
          ? [{ path: ['sourceIds', index], message: 'names no source' }]
          : [],
      ),
      ...(compiled.ok ? [] : compiled.problems.map(inSettings)),
    ];
    if (problems.length > 0 || !compiled.ok) return refuseInvalid(problems);

    const spec = {
      name: body.name === null ? type.name : (body.name ?? previous.name),
      type: previous.type,
      enabled: body.enabled ?? previous.enabled,
      sourceIds: sourceIds.map(id => id as SourceId),
      ...compiled.value,
    };
    return change([{ kind: 'destination', id: destinationId, slug: previous.slug, spec }], () => ({
      destination: destinationAnswer(existing(view, 'destination', destinationId)),
    }));
  },
});
