import type { Space } from '@millrace/resources';
import { z } from 'zod';

/** A space as Segment shows it. */
export const spaceAnswerSchema = z.object({ id: z.string(), slug: z.string(), name: z.string() });

/** Shows a space. */
export function spaceAnswer({ id, slug, name }: Space): z.input<typeof spaceAnswerSchema> {
  return { id, slug, name };
}
