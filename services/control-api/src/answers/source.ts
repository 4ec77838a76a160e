import { maskedSettings, type Source } from '@millrace/resources';
import { z } from 'zod';

import { labelSchema } from '../labels.ts';
import { sourceMetadata, sourceMetadataAnswer } from './metadata.ts';

/** A source as Segment shows it, and what ours have besides. */
export const sourceAnswerSchema = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  metadata: sourceMetadata,
  workspaceId: z.string(),
  spaceId: z.string(),
  enabled: z.boolean(),
  writeKeys: z.array(z.string()),
  expiringWriteKeys: z
    .array(z.object({ writeKey: z.string(), expiresAt: z.string() }))
    .describe('Those of the write keys that stop working, and when.'),
  settings: z.record(z.string(), z.unknown()),
  labels: z.array(labelSchema),
  functionId: z.string().nullable().describe('For the type function: the function that runs.'),
  functionSettings: z.record(z.string(), z.unknown()).describe('Sensitive ones are masked.'),
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
    expiringWriteKeys: source.expiringWriteKeys.map(({ writeKey, expiresAt }) => ({
      writeKey,
      expiresAt: new Date(expiresAt).toISOString(),
    })),
    functionId: source.functionId,
    functionSettings: maskedSettings({ settings: source.functionSettings, secrets: source.functionSecrets }),
  };
}
