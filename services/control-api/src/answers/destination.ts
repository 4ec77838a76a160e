import { maskedSettings, type Destination } from '@millrace/resources';
import { z } from 'zod';

import { destinationMetadata, destinationMetadataAnswer } from './metadata.ts';

/** A destination as Segment shows it, and its slug and all its sources: Segment's have exactly one. */
export const destinationAnswerSchema = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  enabled: z.boolean(),
  metadata: destinationMetadata,
  sourceId: z.string().describe('The first source; empty where none is connected.'),
  sourceIds: z.array(z.string()),
  settings: z.record(z.string(), z.unknown()).describe('Secrets are masked.'),
});

/** Shows a destination, its secrets masked. */
export function destinationAnswer(destination: Destination): z.input<typeof destinationAnswerSchema> {
  const { id, slug, name, enabled, type, sourceIds } = destination;
  return {
    id,
    slug,
    name,
    enabled,
    metadata: destinationMetadataAnswer(type),
    sourceId: sourceIds[0] ?? '',
    sourceIds: [...sourceIds],
    settings: maskedSettings(destination),
  };
}
