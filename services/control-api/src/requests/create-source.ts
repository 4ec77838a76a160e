import { parseWith, slugField, sourceSettings, sourceTypes } from '@millrace/resources';
import type { SpaceId } from '@millrace/domain';
import { z } from 'zod';

import { sourceAnswer, sourceAnswerSchema } from '../answers/source.ts';
import { sourceTypeOf } from '../answers/metadata.ts';
import type { Change } from '../changes.ts';
import { change, refuseInvalid } from '../decision.ts';
import { resourceName, settings } from '../fields.ts';
import { inSettings } from '../settings.ts';
import { defineOperation } from '../operation.ts';
import { sourceFunction } from '../source-function.ts';
import type { Tools } from '../tools.ts';
import { existing, workspaceId, type WorkspaceView } from '../workspace-view.ts';

const catalogue = sourceTypes.map(({ slug }) => slug).join(', ');

export const createSource = defineOperation({
  operationId: 'createSource',
  method: 'post',
  path: '/sources',
  tag: 'Sources',
  summary: 'Creates a source with a write key of its own.',
  access: 'write',
  status: 201,
  body: z.strictObject({
    slug: slugField,
    name: resourceName.optional().describe('Not in Segment. Default: the slug.'),
    enabled: z.boolean().default(true),
    metadataId: z.string().describe('Id of an entry of /catalog/sources.'),
    settings: settings.default({}),
    spaceId: z
      .string()
      .optional()
      .describe('Not in Segment: the space of its people. Default: the oldest space.'),
    functionId: z
      .string()
      .optional()
      .describe('Not in Segment: for the type function, the function that runs.'),
    functionSettings: settings.optional().describe('Not in Segment: values of the settings it declares.'),
  }),
  answer: z.object({ source: sourceAnswerSchema }),
  decide: ({ body }, view, tools) => {
    const id = tools.newId('source');
    const runs = sourceFunction(body, {
      type: body.metadataId,
      previous: undefined,
      view,
      vault: tools.vaultOf('source', id),
    });
    const parsed = parseWith(sourceSettings, body.settings);
    const problems = [
      ...(parsed.ok ? [] : parsed.problems.map(inSettings)),
      ...(sourceTypeOf(body.metadataId) === undefined
        ? [{ path: ['metadataId'], message: `names no entry of the catalogue: ${catalogue}` }]
        : []),
      ...(view.bySlug('source', body.slug) === undefined
        ? []
        : [{ path: ['slug'], message: `is taken by another source; choose another than ${body.slug}` }]),
      ...(body.spaceId === undefined || view.byId('space', body.spaceId) !== undefined
        ? []
        : [{ path: ['spaceId'], message: 'names no space; see GET /spaces' }]),
      ...runs.problems,
    ];
    if (!parsed.ok || runs.fields === undefined || problems.length > 0) return refuseInvalid(problems);

    const space = spaceFor(body.spaceId, view, tools);
    const spec = {
      name: body.name ?? body.slug,
      type: body.metadataId,
      enabled: body.enabled,
      spaceId: space.id as SpaceId,
      writeKeys: [tools.newWriteKey()],
      expiringWriteKeys: [],
      settings: parsed.value,
      labels: [],
      ...runs.fields,
    };
    return change([...space.changes, { kind: 'source', id, slug: body.slug, spec }], () => ({
      source: sourceAnswer(existing(view, 'source', id), workspaceId(view)),
    }));
  },
});

/** Segment's callers know no spaces at this point: the oldest takes the source, and an empty workspace gets its first. */
function spaceFor(
  wanted: string | undefined,
  view: WorkspaceView,
  tools: Tools,
): { readonly id: string; readonly changes: readonly Change[] } {
  const id = wanted ?? view.list('space')[0]?.id;
  if (id !== undefined) return { id, changes: [] };
  const first = tools.newId('space');
  return { id: first, changes: [{ kind: 'space', id: first, slug: 'default', spec: { name: 'Default' } }] };
}
