import { parseWith, slugField, sourceSettings } from '@millrace/resources';
import { z } from 'zod';

import { sourceAnswer, sourceAnswerSchema } from '../answers/source.ts';
import { change, refuseInvalid, refuseUnknown } from '../decision.ts';
import { resourceName, settings, sourceIdParams } from '../fields.ts';
import { defineOperation } from '../operation.ts';
import { inSettings, mergedSettings } from '../settings.ts';
import { changedSource } from '../source-changes.ts';
import { sourceFunction } from '../source-function.ts';
import { existing, workspaceId } from '../workspace-view.ts';

export const updateSource = defineOperation({
  operationId: 'updateSource',
  method: 'patch',
  path: '/sources/{sourceId}',
  tag: 'Sources',
  summary: 'Changes the given fields of a source. Settings are merged; null removes one.',
  access: 'write',
  params: sourceIdParams,
  body: z.strictObject({
    name: resourceName.optional(),
    enabled: z.boolean().optional(),
    slug: slugField.optional(),
    settings: settings.optional(),
    functionId: z
      .string()
      .optional()
      .describe('Not in Segment: for the type function, the function that runs.'),
    functionSettings: settings
      .optional()
      .describe(
        'Not in Segment: values of the settings it declares, merged; another function starts without any.',
      ),
  }),
  answer: z.object({ source: sourceAnswerSchema }),
  decide: ({ params, body }, view, tools) => {
    const source = view.byId('source', params.sourceId);
    if (source === undefined) return refuseUnknown('source', params.sourceId);
    const slug = body.slug ?? source.slug;
    const owner = view.bySlug('source', slug);
    if (owner !== undefined && owner.id !== source.id) {
      return refuseInvalid([
        { path: ['slug'], message: `is taken by another source; choose another than ${slug}` },
      ]);
    }
    const merged = parseWith(sourceSettings, mergedSettings(source.settings, body.settings));
    const runs = sourceFunction(body, {
      type: source.type,
      previous: source,
      view,
      vault: tools.vaultOf('source', source.id),
    });
    const problems = [...(merged.ok ? [] : merged.problems.map(inSettings)), ...runs.problems];
    if (!merged.ok || runs.fields === undefined) return refuseInvalid(problems);
    const fields = {
      name: body.name ?? source.name,
      enabled: body.enabled ?? source.enabled,
      settings: merged.value,
      ...runs.fields,
    };
    return change([{ ...changedSource(source, fields, tools.now()), slug }], () => ({
      source: sourceAnswer(existing(view, 'source', source.id), workspaceId(view)),
    }));
  },
});
