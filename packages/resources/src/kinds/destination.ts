import type { SourceId } from '@millrace/domain';
import { z } from 'zod';

import { declareResource } from '../declaration.ts';
import { compileSettings } from '../destination-settings.ts';
import { name, settings, slug, sourceId } from '../fields.ts';
import { didYouMean } from '../nearest.ts';
import { accepted, refused, type Problem } from '../result.ts';

/** A destination: where events go to. */
export const destination = declareResource({
  kind: 'destination',
  idPrefix: 'dst',
  doc: 'Where events go to.',
  spec: z.object({
    name,
    /** Slug of the destination's plug-in. */
    type: z.string(),
    enabled: z.boolean(),
    sourceIds: z.array(sourceId).readonly(),
    settings: settings.readonly(),
    /** Sealed settings by name. */
    secrets: z.record(z.string(), z.string()).readonly(),
  }),
  written: z.strictObject({
    name: name.optional(),
    type: slug,
    enabled: z.boolean().default(true),
    sources: z.array(slug).default([]),
    settings: settings.default({}),
  }),
  references: [{ field: 'sources', kind: 'source' }],
  compile: (written, context) => {
    const { slug: ownSlug, previous, idOf, destinationTypes, vault } = context;
    const type = destinationTypes.get(written.type);
    if (type === undefined) return refused([unknownType(written.type, destinationTypes.keys())]);
    const compiled = compileSettings({ type, settings: written.settings, previous, vault });
    if (!compiled.ok) return refused(compiled.problems.map(inSettings));
    const sourceIds = new Set(written.sources.map(source => idOf('source', source) as SourceId));
    return accepted({
      name: written.name ?? previous?.name ?? ownSlug,
      type: written.type,
      enabled: written.enabled,
      sourceIds: [...sourceIds],
      ...compiled.value,
    });
  },
});

function unknownType(written: string, known: Iterable<string>): Problem {
  const slugs = [...known].sort();
  return {
    path: ['type'],
    message: `names no destination of the catalogue (${slugs.join(', ')})${didYouMean(written, slugs)}`,
  };
}

function inSettings(problem: Problem): Problem {
  return { ...problem, path: ['settings', ...problem.path] };
}
