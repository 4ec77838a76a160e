import type { Source } from '@millrace/resources';
import { z } from 'zod';

import { sourceMetadata, sourceMetadataAnswer } from './metadata.ts';

/** A source as Segment shows it, and its space. */
export const sourceAnswerSchema = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  metadata: sourceMetadata,
  workspaceId: z.string(),
  spaceId: z.string(),
  enabled: z.boolean(),
  writeKeys: z.array(z.string()),
  settings: z.record(z.string(), z.unknown()),
  labels: z.array(z.object({ key: z.string(), value: z.string(), description: z.string().optional() })),
});

/** Shows a source. */
export function sourceAnswer(source: Source, workspaceId: string): z.input<typeof sourceAnswerSchema> {
  const { id, slug, name, type, spaceId, enabled, writeKeys, settings, labels } = source;
  return {
    id,
    slug,
    name,
    metadata: sourceMetadataAnswer(type),
    workspaceId,
    spaceId,
    enabled,
    writeKeys: [...writeKeys],
    settings,
    labels: [...labels],
  };
}
