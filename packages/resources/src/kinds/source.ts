import type { SpaceId } from '@millrace/domain';
import { z } from 'zod';

import { declareResource } from '../declaration.ts';
import { label, name, settings, slug, spaceId, writeKey, writtenLabel } from '../fields.ts';
import { accepted } from '../result.ts';
import { sourceTypes } from '../source-types.ts';

const maxWriteKeys = 50;

/** A source: where events come from. */
export const source = declareResource({
  kind: 'source',
  idPrefix: 'src',
  doc: 'Where events come from.',
  spec: z.object({
    name,
    /** Slug of an entry of the sources catalogue. */
    type: z.string(),
    enabled: z.boolean(),
    spaceId,
    writeKeys: z.array(z.string()).readonly(),
    settings: settings.readonly(),
    labels: z.array(label).readonly(),
  }),
  written: z.strictObject({
    name: name.optional(),
    type: z.enum(sourceTypes.map(type => type.slug)),
    enabled: z.boolean().default(true),
    space: slug,
    /** Without them, a new source gets one made up and an existing source keeps its own. */
    writeKeys: z.array(writeKey).min(1, 'must hold at least one key').max(maxWriteKeys).optional(),
    settings: settings.default({}),
    labels: z.array(writtenLabel).default([]),
  }),
  references: [{ field: 'space', kind: 'space' }],
  compile: (written, { slug: ownSlug, previous, idOf, newWriteKey }) =>
    accepted({
      name: written.name ?? previous?.name ?? ownSlug,
      type: written.type,
      enabled: written.enabled,
      spaceId: idOf('space', written.space) as SpaceId,
      writeKeys: written.writeKeys ?? previous?.writeKeys ?? [newWriteKey()],
      settings: written.settings,
      labels: written.labels,
    }),
});
