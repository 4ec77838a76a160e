import type { SourceId, SpaceId } from '@millrace/domain';
import { z } from 'zod';

/** Stable name of a resource: lower case, so that it can stand in a URL and a file name. */
export const slug = z
  .string()
  .max(100, 'must have at most 100 characters')
  .regex(
    /^[a-z0-9][a-z0-9_-]*$/,
    'must be lower-case letters, digits, - and _, starting with a letter or digit',
  );

/** Name that people read. */
export const name = z.string().min(1, 'must not be empty').max(255, 'must have at most 255 characters');

/** Settings whose form another declaration knows. */
export const settings = z.record(z.string(), z.unknown());

/** A word pair to group resources and to grant access by. */
export const label = z.object({
  key: z.string().min(1).max(100),
  value: z.string().min(1).max(100),
  description: z.string().max(1_000).optional(),
});

/** A label as a file holds it. */
export const writtenLabel = z.strictObject(label.shape);

/** Key by which a source says who it is: letters, digits, - and _, because Basic auth ends it at a colon. */
export const writeKey = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/, 'must be 8 to 64 letters, digits, - and _');

// A brand exists for the compiler only; ids are opaque texts on the wire.
export const spaceId = z.string().min(1) as unknown as z.ZodType<SpaceId>;
export const sourceId = z.string().min(1) as unknown as z.ZodType<SourceId>;
